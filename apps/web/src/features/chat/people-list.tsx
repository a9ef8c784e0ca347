import { useLayoutEffect, useRef, useState } from 'react';
import { sortPeople } from './people.ts';
import classes from './people-list.module.css';
import type { ChatUser } from './types.ts';

interface PeopleListProps {
  people: ReadonlyMap<string, ChatUser>;
  typing: readonly string[];
  /** Null: only looking on. */
  myId: string | null;
}

/** Those who were here long ago may be many. */
const SHOWN_OFFLINE = 30;

export function PeopleList({ people, typing, myId }: PeopleListProps) {
  const { online, offline } = sortPeople(people.values());
  const [areAllShown, setAllShown] = useState(false);
  const rest = useRef<HTMLUListElement>(null);
  // The button that showed them has gone: the keyboard goes on with the first that it has shown.
  useLayoutEffect(() => {
    if (areAllShown) rest.current?.querySelectorAll('li')[SHOWN_OFFLINE]?.focus({ preventScroll: true });
  }, [areAllShown]);
  const shown = areAllShown ? offline : offline.slice(0, SHOWN_OFFLINE);
  return (
    <div className={classes.people} data-testid="people">
      <h3 className={classes.title}>Online · {online.length}</h3>
      {online.length === 0 && <p className={classes.nobody}>Nobody, at the moment.</p>}
      <ul className={classes.list}>
        {online.map((person) => (
          <Person key={person.id} person={person} isMe={person.id === myId} isTyping={typing.includes(person.id)} />
        ))}
      </ul>
      {offline.length > 0 && (
        <>
          <h3 className={classes.title}>Offline · {offline.length}</h3>
          <ul ref={rest} className={classes.list}>
            {shown.map((person) => (
              <Person key={person.id} person={person} isMe={person.id === myId} isTyping={false} />
            ))}
          </ul>
          {shown.length < offline.length && (
            <button type="button" className={classes.more} onClick={() => setAllShown(true)}>
              Show all {offline.length}
            </button>
          )}
        </>
      )}
    </div>
  );
}

function Person({ person: { name, online }, isMe, isTyping }: { person: ChatUser; isMe: boolean; isTyping: boolean }) {
  return (
    <li className={classes.person} tabIndex={-1} data-online={online}>
      <span className={classes.mark} aria-hidden="true" />
      <bdi className={classes.name} title={name}>
        {name}
      </bdi>
      {isMe && <span className={classes.note}>you</span>}
      {isTyping && <span className={classes.note}>writing…</span>}
      <span className="visually-hidden">{online ? 'online' : 'offline'}</span>
    </li>
  );
}
