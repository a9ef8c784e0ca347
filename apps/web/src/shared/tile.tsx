import { Tooltip } from '@mantine/core';
import classes from './tile.module.css';

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
  return (
    <Tooltip label={explanation} multiline w={260} events={{ hover: true, focus: true, touch: true }} openDelay={200}>
      <div className={classes.tile} role="group" aria-label={label} tabIndex={0}>
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
      </div>
    </Tooltip>
  );
}
