import { Button } from '@mantine/core';
import { useMergedRef } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useKeptFocus } from '../../../shared/focus.ts';
import { formatCount } from '../../../shared/format.ts';
import { useLiveState } from '../../../shared/live/live-context.ts';
import { useTick } from '../../../shared/use-tick.ts';
import { dayKey, dayWords } from './days.ts';
import { MentionedContext, useMentioned } from '../mentions/mentioned.ts';
import type { ChatRoom } from '../room/chat-room.ts';
import type { ChatState } from '../room/chat-state.ts';
import { firstOf, lastOf } from '../room/message-window.ts';
import { mentionedIn } from '../text/text-parts.ts';
import { inReadersZone } from '../text/told-minute.ts';
import type { ChatMessage } from '../types.ts';
import { MessageItem } from './message-item.tsx';
import classes from './message-list.module.css';
import { rowsOf } from './message-rows.ts';
import { UnsentItem } from './unsent-item.tsx';
import { useScroll } from './use-scroll.ts';

const NOTHING: readonly ChatMessage[] = [];
/** After a lost line, many come at once: nobody wants to hear them all. */
const MOST_SPOKEN = 5;

export function MessageList({ room, state }: { room: ChatRoom; state: ChatState }) {
  const { me, newest, readUpTo, unreadAfter, obstacle, loading, failed } = state;
  const messages = state.messages ?? NOTHING;
  const rows = useMemo(() => rowsOf(messages, unreadAfter, dayKey), [messages, unreadAfter]);
  const unsent = useMemo(() => {
    const stored = new Set(messages.flatMap(({ user, client_id }) => (user?.id === me?.id ? client_id : [])));
    return state.unsent.filter(({ clientId }) => !stored.has(clientId));
  }, [state.unsent, messages, me]);
  const { scroller, content, handlers, isAtEnd, goToEnd, goTo } = useScroll(room, useMemo(() => ({ rows, unsent }), [rows, unsent]), state.sent);
  // Its buttons go with what they lead to.
  const { ref: kept, ...keptFocus } = useKeptFocus<HTMLDivElement>();
  const list = useMergedRef(scroller, kept);
  const mentioned = useMentioned(useMemo(() => campaignsIn(messages), [messages]));
  const { phase } = useLiveState();
  // So that "Today" does not become a lie at midnight.
  const now = useTick(60_000);

  const unread = me?.id ? newest - readUpTo : 0;
  const isMarkAbove = unreadAfter !== null && firstOf(messages) > unreadAfter + 1;
  return (
    <div className={classes.frame} {...keptFocus}>
      {isMarkAbove && (
        <div className={classes.above}>
          <Button size="compact-sm" variant="default" onClick={() => goTo(unreadAfter + 1)}>
            ↑ Go to the first of {formatCount(newest - unreadAfter)} new messages
          </Button>
        </div>
      )}
      {/* Its arrow and page keys scroll it. What comes is read out below, not what is loaded into it. */}
      <div ref={list} className={classes.scroller} {...handlers} tabIndex={0} role="log" aria-live="off" aria-label="What was said" data-testid="messages">
        <div ref={content} className={classes.content}>
          <Beginning room={room} state={state} />
          <MentionedContext value={mentioned}>
            <ol className={classes.list}>
              {rows.map((row) => {
                if (row.kind === 'day') {
                  return (
                    <li key={row.key} className={classes.day}>
                      <time dateTime={row.time}>{dayWords(row.time, now)}</time>
                    </li>
                  );
                }
                if (row.kind === 'unread') {
                  return (
                    <li key={row.key} className={classes.unread} data-testid="unread-mark">
                      New
                    </li>
                  );
                }
                return <MessageItem key={row.key} message={row.message} isFirst={row.isFirst} isMine={row.message.user !== null && row.message.user.id === me?.id} />;
              })}
              {unsent.map((each) => <UnsentItem key={each.clientId} unsent={each} isConnected={phase === 'live'} obstacle={obstacle} onDiscard={() => room.discard(each.clientId)} />)}
            </ol>
          </MentionedContext>
          {failed === 'newer' && <Failed what="The messages after these cannot be loaded." onTryAgain={() => void room.loadNewer()} />}
          {loading === 'newer' && <p className={classes.note}>Loading…</p>}
        </div>
      </div>
      {state.messages !== null && <Heard messages={state.messages} isAtEnd={isAtEnd} myId={me?.id ?? null} />}
      {!isAtEnd && messages.length > 0 && (
        <div className={classes.below}>
          <Button size="compact-sm" variant={unread > 0 ? 'filled' : 'default'} onClick={goToEnd}>
            ↓ {unread > 0 ? `${formatCount(unread)} new` : 'Newest'}
          </Button>
        </div>
      )}
    </div>
  );
}

/** What stands above the first message that is held. */
function Beginning({ room, state: { messages, loading, failed, newest, unsent } }: { room: ChatRoom; state: ChatState }) {
  if (messages === null) return <p className={classes.note}>Loading…</p>;
  if (newest === 0 && unsent.length === 0) {
    return (
      <div className={classes.empty}>
        <h3 className={classes.emptyTitle}>Nothing was said yet</h3>
        <p>Say hello: everybody who joins will see it. Write # and the id of a campaign to show it with its live numbers.</p>
      </div>
    );
  }
  if (firstOf(messages) === 1) return <p className={classes.note}>This is where the room begins.</p>;
  if (failed === 'older') return <Failed what="Older messages cannot be loaded." onTryAgain={() => void room.loadOlder()} />;
  return <p className={classes.note}>{loading === 'older' ? 'Loading older messages…' : ' '}</p>;
}

function Failed({ what, onTryAgain }: { what: string; onTryAgain: () => void }) {
  return (
    <p className={classes.note} role="alert">
      {what}{' '}
      <Button size="compact-sm" variant="default" onClick={onTryAgain}>
        Try again
      </Button>
    </p>
  );
}

function campaignsIn(messages: readonly ChatMessage[]): string[] {
  return [...new Set([...mentionedIn(messages.map(({ text }) => text)), ...messages.flatMap(({ campaign_id }) => campaign_id ?? [])])];
}

/** For those who hear the page: what others say while the end is in sight, each once. Whoever has gone up reads it when they come down. */
function Heard({ messages, isAtEnd, myId }: { messages: readonly ChatMessage[]; isAtEnd: boolean; myId: string | null }) {
  const last = lastOf(messages);
  const [{ upTo, spoken }, setHeard] = useState({ upTo: last, spoken: NOTHING });
  if (last > upTo) {
    const came = messages.filter(({ sequence, user }) => sequence > upTo && (user === null || user.id !== myId));
    setHeard({ upTo: last, spoken: isAtEnd ? came.slice(-MOST_SPOKEN) : NOTHING });
  }
  return (
    <p className="visually-hidden" aria-live="polite" data-testid="heard">
      {spoken.map(({ sequence, user, text }) => (
        <span key={sequence}>
          {user?.name ?? 'Flightdeck'}: {user === null ? inReadersZone(text) : text}
        </span>
      ))}
    </p>
  );
}
