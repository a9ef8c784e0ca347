import { SegmentedControl } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useEffect, useRef } from 'react';
import classes from './conflict-notice.module.css';
import type { Conflict } from './edit-conflict.ts';
import { type FormValues, LABELS, budgetText, toSettings, valueWords } from './form-values.ts';

interface ConflictNoticeProps {
  conflicts: Conflict[];
  form: UseFormReturnType<FormValues>;
}

/** What somebody else changed while the form was open, and which of both shall be saved. */
export function ConflictNotice({ conflicts, form }: ConflictNoticeProps) {
  const notice = useRef<HTMLElement>(null);
  // On a phone it may have appeared above what is in sight.
  useEffect(() => notice.current?.scrollIntoView({ block: 'nearest' }), []);
  const settings = toSettings(form.values);
  const choose = ({ field, mine, theirs }: Conflict, choice: string) => {
    const value = choice === 'mine' ? mine : theirs;
    form.setFieldValue(field, field === 'daily_budget' ? budgetText(Number(value)) : String(value));
  };
  return (
    <section ref={notice} className={classes.notice} role="alert" data-testid="conflict">
      <p className={classes.title}>Somebody else has changed this campaign meanwhile. Nothing of yours is saved yet.</p>
      {conflicts.map((conflict) => {
        const { field, was, mine, theirs } = conflict;
        return (
          <div key={field} className={classes.conflict}>
            <p className={classes.text}>
              {LABELS[field]} was {valueWords(field, was)}, somebody changed it to {valueWords(field, theirs)}.
            </p>
            <SegmentedControl
              aria-label={`${LABELS[field]}: whose to save`}
              orientation="vertical"
              fullWidth
              withItemsBorders={false}
              transitionDuration={0}
              classNames={{ root: classes.choice, innerLabel: classes.label }}
              data={[
                { value: 'mine', label: `${mine === was ? 'Keep' : 'Keep mine:'} ${valueWords(field, mine)}` },
                { value: 'theirs', label: `Take theirs: ${valueWords(field, theirs)}` },
              ]}
              value={settings[field] === theirs ? 'theirs' : 'mine'}
              onChange={(choice) => choose(conflict, choice)}
            />
          </div>
        );
      })}
    </section>
  );
}
