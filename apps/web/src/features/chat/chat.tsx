import { type ReactNode, Suspense, lazy, useState } from 'react';
import { useKeptFocus } from '../../shared/focus.ts';
import { formatCount } from '../../shared/format.ts';
import { useLiveConnection, useLiveState } from '../../shared/live/live-context.ts';
import { LoadFailure } from '../../shared/load-failure.tsx';
import classes from './chat.module.css';
import { Composer } from './composer/composer.tsx';
import { JoinForm } from './join-form.tsx';
import { MessageList } from './message-list/message-list.tsx';
import { PeopleList } from './people-list.tsx';
import { typingWords } from './people.ts';
import type { ChatRoom } from './room/chat-room.ts';
import type { ChatState } from './room/chat-state.ts';
import { useChatState, useRoom } from './room/use-room.ts';
import { wishForField } from './wished-focus.ts';

const importLeaveDialog = () => import('./leave-dialog.tsx');
const LeaveDialog = lazy(importLeaveDialog);

interface ChatProps {
  /** The page has people beside the messages, the panel above them when asked for. */
  shape: 'page' | 'panel';
  /** The head, given what can be done with the whole. */
  head: (actions: ReactNode) => ReactNode;
}

export function Chat({ shape, head }: ChatProps) {
  const { room, hasFailed, isTrying, tryAgain } = useRoom();
  const state = useChatState(room);
  // Its parts come and go, also by what somebody does in another window.
  const keptFocus = useKeptFocus<HTMLDivElement>();
  return (
    <div className={classes.chat} data-shape={shape} tabIndex={-1} {...keptFocus}>
      {room === null || state === null || state.people === null ? (
        <>
          {head(null)}
          {room === null && hasFailed ? <LoadFailure title="The chat cannot be loaded" error={null} trying={isTrying} onTryAgain={wishing(tryAgain)} /> : <Unknown />}
        </>
      ) : state.me === null ? (
        <Outside room={room} state={state} people={state.people} head={head} />
      ) : (
        <Inside room={room} state={state} people={state.people} me={state.me} head={head} />
      )}
    </div>
  );
}

/** Nothing was heard from the server yet. */
function Unknown() {
  const connection = useLiveConnection();
  const { phase } = useLiveState();
  if (phase !== 'lost') return <div className={classes.placeholder} aria-busy="true" />;
  return <LoadFailure title="The chat cannot be reached" error={null} trying={false} onTryAgain={wishing(connection.retry)} />;
}

/** Leads to a field, once it has worked. */
const wishing = (act: () => void) => () => {
  wishForField();
  act();
};

interface PartProps {
  room: ChatRoom;
  state: ChatState;
  people: NonNullable<ChatState['people']>;
  head: ChatProps['head'];
}

function Outside({ room, state, people, head }: PartProps) {
  return (
    <>
      {head(null)}
      <div className={classes.outside}>
        <JoinForm room={room} state={state} />
        <section className={classes.card} aria-label="People">
          {people.size === 0 ? <p className={classes.note}>Nobody has joined yet: you are the first.</p> : <PeopleList people={people} typing={state.typing} myId={null} />}
        </section>
      </div>
    </>
  );
}

function Inside({ room, state, people, me, head }: PartProps & { me: NonNullable<ChatState['me']> }) {
  const [arePeopleShown, setPeopleShown] = useState(false);
  const online = [...people.values()].filter(({ online: isOnline }) => isOnline).length;
  const { phase } = useLiveState();
  // Without a line nobody knows who writes.
  const typing = phase === 'live' ? state.typing.filter((id) => id !== me.id) : [];
  return (
    <>
      {head(
        <span className={classes.me}>
          <button type="button" className={classes.quiet} data-people-toggle aria-expanded={arePeopleShown} onClick={() => setPeopleShown(!arePeopleShown)}>
            {online} online
          </button>
          <span className={classes.who}>
            You are <bdi className={classes.name}>{me.name}</bdi>
          </span>
          <LeaveButton room={room} unsent={state.unsent.filter(({ refusal }) => refusal === undefined).length} name={me.name} />
        </span>,
      )}
      <div className={classes.inside} data-people={arePeopleShown}>
        {/* In a small window the people lie over the messages: whoever turns to these has seen them. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
        <section className={classes.room} aria-label="Messages" onFocus={() => setPeopleShown(false)}>
          <MessageList room={room} state={state} />
          <p className={classes.typing} aria-live="polite" data-testid="typing">
            {typingWords(typing.flatMap((id) => people.get(id)?.name ?? []))}
          </p>
          <p className={classes.problem} role="status">
            {state.joinProblem}
          </p>
          <Composer room={room} isReady={me.id !== null} />
        </section>
        <section className={classes.people} aria-label="People">
          <PeopleList people={people} typing={typing} myId={me.id} />
        </section>
      </div>
    </>
  );
}

/** Asks first when somebody could believe that what they have written is on its way. */
function LeaveButton({ room, unsent, name }: { room: ChatRoom; unsent: number; name: string }) {
  const [isAsking, setAsking] = useState(false);
  // They have gone out meanwhile, and nothing is left to ask.
  if (isAsking && unsent === 0) setAsking(false);
  const consequence = unsent === 1 ? `1 message is not sent yet. It goes out when you join again as ${name}.` : `${formatCount(unsent)} messages are not sent yet. They go out when you join again as ${name}.`;
  const leave = wishing(() => room.leave());
  const ask = () =>
    importLeaveDialog().then(
      () => setAsking(true),
      // The server is away, with the dialog: then the browser asks.
      () => window.confirm(`${consequence} Leave anyway?`) && leave(),
    );
  return (
    <>
      <button type="button" className={classes.quiet} onClick={() => (unsent === 0 ? leave() : void ask())}>
        Leave
      </button>
      <Suspense>{isAsking && <LeaveDialog consequence={consequence} onLeave={leave} onClose={() => setAsking(false)} />}</Suspense>
    </>
  );
}
