import { lazy, Suspense, useId, useRef, useState } from 'react';
import classes from './tile.module.css';
import { useAsked } from './use-asked.ts';

// Without it the page goes on, while the server is away.
const TileExplanation = lazy(() => import('./tile-explanation.tsx').catch(() => ({ default: () => <></> })));

interface TileProps {
  /** A colour token: the same thing has the same colour everywhere. */
  color: string;
  label: string;
  value: string;
  unit?: string;
  note: string;
  /** A second note, such as how the value has changed. */
  change?: string;
  /** What the number counts, exactly and as of when. */
  explanation: string;
}

export function Tile({ color, label, value, unit, note, change, explanation }: TileProps) {
  const tile = useRef<HTMLDivElement>(null);
  const id = useId();
  const { ref, isAsked } = useAsked(tile);
  const [wasAsked, setWasAsked] = useState(false);
  if (isAsked && !wasAsked) setWasAsked(true);
  return (
    <div ref={ref} className={classes.tile} role="group" aria-label={label} aria-describedby={id} tabIndex={0}>
      <div className={classes.label}>
        <span className={classes.swatch} style={{ background: color }} aria-hidden="true" />
        {label}
      </div>
      <div className={classes.value}>
        <span data-testid={`tile-${label.toLowerCase()}`}>{value}</span>
        {unit !== undefined && <span className={classes.unit}>{unit}</span>}
      </div>
      {change !== undefined && <div className={classes.change}>{change}</div>}
      <div className={classes.note}>{note}</div>
      <span id={id} hidden>
        {explanation}
      </span>
      {wasAsked && (
        <Suspense>
          <TileExplanation target={tile} text={explanation} isShown={isAsked} />
        </Suspense>
      )}
    </div>
  );
}
