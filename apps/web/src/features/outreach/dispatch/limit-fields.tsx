import '@mantine/core/styles/Checkbox.css';
import '@mantine/core/styles/CheckboxIndicator.css';
import '@mantine/core/styles/InlineInput.css';
import { Checkbox, TextInput } from '@mantine/core';
import form from '../form.module.css';
import type { StartErrors, StartValues } from './start-values.ts';

interface LimitFieldsProps {
  values: StartValues;
  errors: StartErrors;
  timeZone: string;
  onChange: (values: StartValues) => void;
}

/** How fast and at which hours it goes, when it stops by itself, and how the simulated channel behaves. */
export function LimitFields({ values, errors, timeZone, onChange }: LimitFieldsProps) {
  const field = (key: 'rate' | 'from' | 'to' | 'pauseAfter' | 'delayFrom' | 'delayTo' | 'failures') => ({
    value: values[key],
    error: errors[key],
    autoComplete: 'off',
    onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) => onChange({ ...values, [key]: currentTarget.value }),
  });
  return (
    <>
      <fieldset className={form.group}>
        <legend>Limits</legend>
        <div className={form.form}>
          <div className={form.pair}>
            <TextInput label="At most a minute" inputMode="numeric" placeholder="as fast as it goes" {...field('rate')} />
            <TextInput label="Failures until it pauses" title="So many in a row" inputMode="numeric" {...field('pauseAfter')} />
          </div>
          <Checkbox label="Only at certain hours" description={`In ${timeZone}, the campaign’s time zone`} checked={values.hasWindow} onChange={({ currentTarget }) => onChange({ ...values, hasWindow: currentTarget.checked })} />
          {values.hasWindow && (
            <div className={form.pair}>
              <TextInput type="time" label="From" {...field('from')} />
              <TextInput type="time" label="To" {...field('to')} />
            </div>
          )}
        </div>
      </fieldset>
      {values.channel === 'simulated' && (
        <fieldset className={form.group}>
          <legend>Simulated channel</legend>
          <div className={form.form}>
            <div className={form.pair}>
              <TextInput label="Shortest delay, ms" inputMode="numeric" {...field('delayFrom')} />
              <TextInput label="Longest delay, ms" inputMode="numeric" {...field('delayTo')} />
            </div>
            <TextInput label="Fail in the end, %" inputMode="decimal" {...field('failures')} />
          </div>
        </fieldset>
      )}
    </>
  );
}
