import { expect, test } from '@jest/globals';
import { pausesOf, type StatusAt } from './pauses.ts';

const history = (...statuses: StatusAt['status'][]): StatusAt[] => statuses.map((status, at) => ({ status, at }));

test('a pause lasts until the campaign is active again, whatever else is edited meanwhile', () => {
  expect(pausesOf(history('active', 'paused', 'paused', 'active', 'active', 'paused', 'active'))).toEqual([
    { from: 1, to: 3 },
    { from: 5, to: 6 },
  ]);
});

test('the last one may still go on', () => {
  expect(pausesOf(history('paused', 'active', 'paused', 'paused'))).toEqual([
    { from: 0, to: 1 },
    { from: 2, to: null },
  ]);
  expect(pausesOf(history('active'))).toEqual([]);
});
