import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DueQueue } from './due-queue.ts';

test('what waits is taken by its time, and in the order of its coming where times are equal', () => {
  const dues = fc.array(fc.option(fc.nat(20)), { maxLength: 200 });
  fc.assert(
    fc.property(dues, (steps) => {
      const queue = new DueQueue<{ due: number; place: number }>();
      let expected: { due: number; place: number }[] = [];
      steps.forEach((due, place) => {
        if (due === null) {
          expect(queue.nextDue).toBe(expected[0]?.due ?? Infinity);
          expect(queue.take()).toEqual(expected.shift());
        } else {
          queue.add(due, { due, place });
          expected = [...expected, { due, place }].sort((a, b) => a.due - b.due || a.place - b.place);
        }
        expect(queue.size).toBe(expected.length);
      });
      for (const item of expected) expect(queue.take()).toEqual(item);
      expect(queue.take()).toBeUndefined();
    }),
  );
});
