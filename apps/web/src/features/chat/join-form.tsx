import { Button, TextInput } from '@mantine/core';
import { type SubmitEvent, useRef, useState } from 'react';
import classes from './join-form.module.css';
import type { ChatRoom } from './room/chat-room.ts';
import type { ChatState } from './room/chat-state.ts';
import { useWishedFocus, wishForField } from './wished-focus.ts';

interface JoinFormProps {
  room: ChatRoom;
  state: Pick<ChatState, 'isJoining' | 'joinProblem' | 'people'>;
}

export function JoinForm({ room, state: { isJoining, joinProblem, people } }: JoinFormProps) {
  const field = useRef<HTMLInputElement>(null);
  useWishedFocus(field);
  const [name, setName] = useState('');
  const [isEmpty, setEmpty] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setEmpty(name.trim() === '');
    if (name.trim() === '' || isJoining) return;
    wishForField();
    room.join(name);
  };
  const known = [...(people?.values() ?? [])].find((person) => isSameName(person.name, name));
  const hint = known === undefined ? 'There is no password. A new name makes a new user.' : `${known.name} has been here before: you join as ${known.name}.`;
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <h2 className={classes.title}>Join the team’s chat</h2>
      <p className={classes.text}>One room for everybody who works here: you see what was said so far, who is here, and what Flightdeck itself has to report.</p>
      <div className={classes.line}>
        <TextInput
          className={classes.name}
          label="Your name"
          description={hint}
          autoComplete="nickname"
          ref={field}
          maxLength={200}
          value={name}
          error={isEmpty ? 'The name must not be empty.' : joinProblem}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Button type="submit" aria-disabled={isJoining}>
          {isJoining ? 'Joining…' : 'Join'}
        </Button>
      </div>
    </form>
  );
}

/** As the server has it, but for rare letters: it has the last word. */
function isSameName(one: string, other: string): boolean {
  const key = (name: string) => name.trim().replaceAll(/\s+/gu, ' ').normalize('NFKC').toLowerCase();
  return key(one) === key(other);
}
