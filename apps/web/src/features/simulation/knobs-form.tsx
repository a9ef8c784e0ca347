import { NativeSelect, TextInput } from '@mantine/core';
import type { Knobs, KnobErrors } from './knobs.ts';
import { knobsOf } from './knobs.ts';
import classes from './simulation-panel.module.css';
import type { Scenario } from './types.ts';

interface KnobsFormProps {
  knobs: Knobs;
  errors: KnobErrors;
  scenarios: Scenario[];
  onChange: (knobs: Knobs) => void;
}

const FIELDS: { name: Exclude<keyof Knobs, 'scenario'>; label: string; placeholder?: string }[] = [
  { name: 'rate', label: 'Events/s' },
  { name: 'ctr', label: 'CTR, %' },
  { name: 'duplicates', label: 'Repeats, %' },
  { name: 'minutes', label: 'Minutes', placeholder: 'until stopped' },
  { name: 'mobile', label: 'Mobile, %' },
  { name: 'desktop', label: 'Desktop, %' },
  { name: 'tablet', label: 'Tablet, %' },
];

/** A preset fills in all knobs; each can be turned afterwards. */
export function KnobsForm({ knobs, errors, scenarios, onChange }: KnobsFormProps) {
  const chosen = scenarios.find(({ scenario }) => scenario === knobs.scenario);
  return (
    <>
      <NativeSelect
        label="Preset"
        value={knobs.scenario}
        error={errors.scenario}
        onChange={({ currentTarget }) => {
          const preset = scenarios.find(({ scenario }) => scenario === currentTarget.value);
          if (preset !== undefined) onChange(knobsOf(preset.settings));
        }}
        data={scenarios.length > 0 ? scenarios.map(({ scenario, title }) => ({ value: scenario, label: title })) : [knobs.scenario]}
      />
      <p className={classes.hint}>{chosen?.description}</p>
      <div className={classes.knobs}>
        {FIELDS.map(({ name, label, placeholder }) => (
          <TextInput
            key={name}
            wrapperProps={{ 'data-name': name }}
            className={classes.knob}
            label={label}
            inputMode="decimal"
            autoComplete="off"
            value={knobs[name]}
            error={errors[name]}
            {...(placeholder !== undefined && { placeholder })}
            onChange={({ currentTarget }) => onChange({ ...knobs, [name]: currentTarget.value })}
          />
        ))}
      </div>
    </>
  );
}
