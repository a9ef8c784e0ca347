import { Button } from '@mantine/core';
import { type SubmitEvent, useId, useState } from 'react';
import { readersZone } from '../../../shared/format-time.ts';
import { type Limits, problemOf } from './detail-view.ts';
import { fromLocalField, toLocalField } from '../../../shared/local-time.ts';
import classes from './range-bar.module.css';

interface CustomRangeProps {
  /** Names the range that is shown: another one, by zooming or by the browser's back button, fills the fields anew. */
  shown: string;
  limits: Limits;
  onChoose: (limits: Limits) => void;
}

export default function CustomRange({ shown, limits, onChoose }: CustomRangeProps) {
  const [from, setFrom] = useState(() => toLocalField(limits.from));
  const [to, setTo] = useState(() => toLocalField(limits.to));
  const [problem, setProblem] = useState<string | null>(null);
  const problemId = useId();
  const [filledFor, setFilledFor] = useState(shown);
  if (filledFor !== shown) {
    setFilledFor(shown);
    setFrom(toLocalField(limits.from));
    setTo(toLocalField(limits.to));
    setProblem(null);
  }

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const chosen = { from: fromLocalField(from), to: fromLocalField(to) };
    const found = problemOf(chosen);
    setProblem(found);
    if (found === null) onChoose(chosen);
  };
  const shared = { type: 'datetime-local', className: classes.field, required: true, 'aria-invalid': problem !== null, 'aria-describedby': problemId };
  return (
    <form className={classes.custom} onSubmit={submit} noValidate>
      <label className={classes.labelled}>
        From <input {...shared} value={from} onChange={({ currentTarget }) => setFrom(currentTarget.value)} />
      </label>
      <label className={classes.labelled}>
        to <input {...shared} value={to} onChange={({ currentTarget }) => setTo(currentTarget.value)} />
      </label>
      <Button type="submit" size="compact-sm" variant="default">
        Show
      </Button>
      <span className={problem === null ? classes.zone : classes.problem} id={problemId} role={problem === null ? undefined : 'alert'}>
        {problem ?? `In your time zone, ${readersZone(limits.to)}.`}
      </span>
    </form>
  );
}
