import { expect, it } from '@jest/globals';
import { Newly } from './newly.ts';

it('is news once for each time that something comes to be so, not for what was so when it was first seen', () => {
  const newly = new Newly();
  expect(newly.of([['a', true], ['b', false]])).toEqual([]);
  expect(newly.of([['a', true], ['b', true], ['c', true]])).toEqual(['b']);
  expect(newly.of([['a', true], ['b', true], ['c', true]])).toEqual([]);
  expect(newly.of([['a', false]])).toEqual([]);
  expect(newly.of([['a', true], ['b', true]])).toEqual(['a']);
});
