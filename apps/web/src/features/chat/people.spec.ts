import { expect, test } from '@jest/globals';
import { sortPeople, typingWords } from './people.ts';

const person = (name: string, online: boolean) => ({ id: name, name, online });

test('people are sorted by name, whatever their case, those who are here apart', () => {
  const { online, offline } = sortPeople([person('bob', true), person('Cleo', false), person('Ann', true), person('Émile', false), person('User 10', true), person('User 9', true)]);
  expect(online.map(({ name }) => name)).toEqual(['Ann', 'bob', 'User 9', 'User 10']);
  expect(offline.map(({ name }) => name)).toEqual(['Cleo', 'Émile']);
});

test('those who write are named as long as they are few', () => {
  expect([[], ['Ann'], ['Ann', 'Bob'], ['Ann', 'Bob', 'Cleo']].map(typingWords)).toEqual(['', 'Ann is writing…', 'Ann and Bob are writing…', '3 people are writing…']);
});
