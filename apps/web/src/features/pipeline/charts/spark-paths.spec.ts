import { describe, expect, it } from '@jest/globals';
import { SPARK, barsPath, linePath } from './spark-paths.ts';

describe('a small line', () => {
  it('goes from the foot to the head of its scale', () => {
    expect(linePath([0, 0.5, 1], 1)).toBe(`M50 ${SPARK.height}L150 ${SPARK.height / 2}L250 0`);
  });

  it('breaks where there is no value, and shows a value that stands alone', () => {
    expect(linePath([1, null, 1, 1], 1)).toBe('M12.5 0H62.5M187.5 0L262.5 0');
    expect(linePath([null, null], 1)).toBe('');
    expect(linePath([], 1)).toBe('');
    expect(linePath([null, 1], 1)).toBe('M175 0H275');
  });

  it('stays in its place when a value is higher than its scale', () => {
    expect(linePath([3, 1], 1)).toBe('M75 0L225 0');
  });
});

describe('small bars', () => {
  it('show what is little, and nothing of nothing', () => {
    expect(barsPath([0, 1], 1_000)).toBe(`M172.5 ${SPARK.height}v-1.5h105V${SPARK.height}z`);
    expect(barsPath([10], 10)).toBe(`M45 ${SPARK.height}v-${SPARK.height}h210V${SPARK.height}z`);
  });
});
