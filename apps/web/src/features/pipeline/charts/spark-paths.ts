/** The size of the drawing; the page stretches it. */
export const SPARK = { width: 300, height: 28 };

/**
 * A line through values that stand at equal distances over the width, from 0 at the foot to `top` at the head; it breaks where there is
 * no value. A value between two gaps becomes a short dash, which can be seen.
 */
export function linePath(values: readonly (number | null)[], top: number): string {
  const { width, height } = SPARK;
  const step = width / Math.max(1, values.length);
  const y = (value: number) => round(height - (Math.min(value, top) / top) * height);
  let path = '';
  for (const [place, value] of values.entries()) {
    if (value === null) continue;
    const x = round((place + 0.5) * step);
    if (place > 0 && values[place - 1] !== null) path += `L${x} ${y(value)}`;
    else if (values[place + 1] === null || place === values.length - 1) path += `M${round(x - step / 3)} ${y(value)}H${round(x + step / 3)}`;
    else path += `M${x} ${y(value)}`;
  }
  return path;
}

/** The same values as bars. What is not nothing must be seen. */
export function barsPath(values: readonly number[], top: number): string {
  const { width, height } = SPARK;
  const step = width / Math.max(1, values.length);
  const bar = (value: number, place: number) => (value === 0 ? '' : `M${round((place + 0.15) * step)} ${height}v${round(-Math.max(1.5, (value / top) * height))}h${round(step * 0.7)}V${height}z`);
  return values.map(bar).join('');
}

const round = (value: number) => Math.round(value * 100) / 100;
