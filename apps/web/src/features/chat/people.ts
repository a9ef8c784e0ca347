import type { ChatUser } from './types.ts';

const byName = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });

export interface People {
  online: ChatUser[];
  offline: ChatUser[];
}

/** Each part by name. */
export function sortPeople(people: Iterable<ChatUser>): People {
  const sorted = [...people].sort((a, b) => byName.compare(a.name, b.name));
  return { online: sorted.filter(({ online }) => online), offline: sorted.filter(({ online }) => !online) };
}

/** Who of these writes, in a few words; empty when nobody does. */
export function typingWords(names: readonly string[]): string {
  const [first, second] = names;
  if (first === undefined) return '';
  if (second === undefined) return `${first} is writing…`;
  return names.length === 2 ? `${first} and ${second} are writing…` : `${names.length} people are writing…`;
}
