import type UPlot from 'uplot';
import { ANOMALY_PATHS } from '../../../shared/anomalies/anomaly-paths.ts';
import type { Anomaly } from '../../../shared/anomalies/anomaly.ts';

/** One as the chart marks it; Unix seconds. */
export interface ChartMark {
  kind: Anomaly['kind'];
  lasts: boolean;
  from: number;
  to: number;
}

interface MarkColors {
  band: string;
  line: string;
  /** Of the sign of one that lasts, and of one that is over. */
  lasts: string;
  over: string;
}

/** The size that the paths are made for. */
const SIGN = 12;
/** Of a day, some minutes are less than a pixel. */
const LEAST_WIDTH = 3;

/** Bands behind what is drawn for these times. */
export function drawBands(plot: UPlot, marks: readonly ChartMark[], { band }: MarkColors): void {
  plot.ctx.fillStyle = band;
  for (const mark of marks) {
    const place = placeOf(plot, mark);
    if (place !== null) plot.ctx.fillRect(place.left, plot.bbox.top, place.width, plot.bbox.height);
  }
}

/** A line over each, and the sign of its kind: before everything drawn, and told apart without colour. */
export function drawSigns(plot: UPlot, marks: readonly ChartMark[], ratio: number, colors: MarkColors): void {
  const { ctx, bbox } = plot;
  ctx.save();
  for (const mark of marks) {
    const place = placeOf(plot, mark);
    if (place === null) continue;
    ctx.fillStyle = colors.line;
    ctx.fillRect(place.left, bbox.top, place.width, 2 * ratio);
    ctx.fillStyle = mark.lasts ? colors.lasts : colors.over;
    ctx.setTransform(ratio, 0, 0, ratio, Math.min(place.left, bbox.left + bbox.width - SIGN * ratio), bbox.top + 4 * ratio);
    ctx.fill(new Path2D(ANOMALY_PATHS[mark.kind]));
    ctx.setTransform(1, 0, 0, 1, 0, 0);
  }
  ctx.restore();
}

/** In pixels of the canvas; null when it is out of sight. */
function placeOf(plot: UPlot, { from, to }: ChartMark): { left: number; width: number } | null {
  const { left, width } = plot.bbox;
  const begin = Math.max(left, plot.valToPos(from, 'x', true));
  const end = Math.min(left + width, plot.valToPos(to, 'x', true));
  return end <= begin ? null : { left: begin, width: Math.max(LEAST_WIDTH, end - begin) };
}
