import { describe, expect, it } from '@jest/globals';
import { zoomIn, zoomOut } from './zoom.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('zooming', () => {
  it('in shows half of it around a time, in whole buckets', () => {
    expect(zoomIn({ from: 0, to: HOUR }, 30 * MINUTE, MINUTE)).toEqual({ from: 15 * MINUTE, to: 45 * MINUTE });
  });

  it('in ends at two buckets', () => {
    expect(zoomIn({ from: 0, to: 2 * MINUTE }, MINUTE, MINUTE)).toEqual({ from: 0, to: 2 * MINUTE });
  });

  it('out shows twice of it', () => {
    expect(zoomOut({ from: 10 * HOUR, to: 12 * HOUR }, 100 * HOUR)).toEqual({ from: 9 * HOUR, to: 13 * HOUR });
  });

  it('out does not lead into the future, nor before 1970', () => {
    expect(zoomOut({ from: 10 * HOUR, to: 12 * HOUR }, 12 * HOUR)).toEqual({ from: 8 * HOUR, to: 12 * HOUR });
    expect(zoomOut({ from: 0, to: 12 * HOUR }, 12 * HOUR)).toEqual({ from: 0, to: 12 * HOUR });
  });
});
