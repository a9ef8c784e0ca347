import { type PointerEvent, memo } from 'react';
import type { Anomaly } from '../../../shared/anomalies/anomaly.ts';
import { AnomalyMark } from '../../../shared/anomalies/anomaly-mark.tsx';
import classes from './spark.module.css';
import { SPARK } from './spark-paths.ts';

/** Minutes that were not as usual: the place of the first, and of the one after the last. */
export interface SparkMark {
  from: number;
  to: number;
  kind: Anomaly['kind'];
  lasts: boolean;
}

interface SparkProps {
  kind: 'line' | 'bars';
  /** Of a drawing as large as {@link SPARK}. */
  path: string;
  color: string;
  /** So many minutes; the last one is still running. */
  count: number;
  /** The minute that the reader points at, by its place. */
  pointed: number | null;
  marks?: readonly SparkMark[];
  /** What it shows, in words. */
  label: string;
  onPoint: (place: number | null) => void;
}

const NO_MARKS: readonly SparkMark[] = [];

/** A chart as small as a row of a table: one value a minute. */
export const Spark = memo(function Spark({ kind, path, color, count, pointed, marks = NO_MARKS, label, onPoint }: SparkProps) {
  const placeOf = ({ clientX, currentTarget }: PointerEvent<HTMLElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    return Math.min(count - 1, Math.max(0, Math.floor(((clientX - left) / width) * count)));
  };
  // A finger leaves with every tap, and on its way over the charts it scrolls: it points by a tap, and the same place once more leads back.
  const isFinger = ({ pointerType }: PointerEvent) => pointerType === 'touch';
  const tap = (place: number) => onPoint(place === pointed ? null : place);
  return (
    <div
      className={classes.spark}
      onPointerMove={(event) => !isFinger(event) && onPoint(placeOf(event))}
      onPointerLeave={(event) => !isFinger(event) && onPoint(null)}
      onPointerUp={(event) => isFinger(event) && tap(placeOf(event))}
    >
      {marks.map((mark) => (
        <span key={`${mark.kind} ${mark.from}`} className={classes.mark} style={{ left: `${(mark.from / count) * 100}%`, width: `${((mark.to - mark.from) / count) * 100}%` }} data-mark={mark.kind}>
          <AnomalyMark kind={mark.kind} lasts={mark.lasts} />
        </span>
      ))}
      <svg className={classes.drawing} viewBox={`0 0 ${SPARK.width} ${SPARK.height}`} preserveAspectRatio="none" role="img" aria-label={label}>
        <path className={classes[kind]} d={path} style={kind === 'line' ? { stroke: color } : { fill: color }} />
      </svg>
      <span className={classes.running} style={{ width: `${100 / count}%` }} aria-hidden="true" />
      {pointed !== null && <span className={classes.pointed} style={{ left: `${((pointed + 0.5) / count) * 100}%` }} aria-hidden="true" />}
    </div>
  );
});
