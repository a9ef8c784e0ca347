import '@mantine/core/styles/Popover.css';
import '@mantine/core/styles/ScrollArea.css';
import '@mantine/core/styles/Combobox.css';
import { Input, SegmentedControl, Select, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { formatMoney } from '../../shared/format.ts';
import classes from './campaign-form-dialog.module.css';
import { type FormValues, LABELS } from './form-values.ts';
import { parseBudget } from './parse-budget.ts';
import { timeZones } from './time-zones.ts';

interface CampaignFieldsProps {
  form: UseFormReturnType<FormValues>;
  /** Set when it cannot be chosen any more. */
  id: string | undefined;
}

export function CampaignFields({ form, id }: CampaignFieldsProps) {
  const { daily_budget, time_zone } = form.values;
  const budget = parseBudget(daily_budget);
  return (
    <>
      {id !== undefined && (
        <p className={classes.id}>
          Id <code>{id}</code>
        </p>
      )}
      <TextInput label={LABELS.name} withAsterisk data-autofocus autoComplete="off" {...form.getInputProps('name')} />
      <TextInput
        label={LABELS.daily_budget}
        withAsterisk
        inputMode="decimal"
        autoComplete="off"
        description={'amount' in budget ? `${formatMoney(budget.amount)} each day` : 'Per day, such as 250 or 1,250.50'}
        {...form.getInputProps('daily_budget')}
      />
      <Select
        label={LABELS.time_zone}
        description="The budget’s day begins at midnight there"
        searchable
        allowDeselect={false}
        limit={80}
        maxDropdownHeight={240}
        nothingFoundMessage="No time zone has this in its name"
        data={timeZones(time_zone)}
        // What is typed replaces the zone that is chosen, instead of being added to its name.
        onClick={({ currentTarget }) => currentTarget.select()}
        comboboxProps={{ transitionProps: { duration: 0 } }}
        {...form.getInputProps('time_zone')}
      />
      <div>
        <Input.Label labelElement="div">{LABELS.status}</Input.Label>
        <SegmentedControl
          aria-label={LABELS.status}
          classNames={{ root: classes.status, label: classes.statusLabel }}
          fullWidth
          withItemsBorders={false}
          transitionDuration={0}
          data={[
            { value: 'active', label: 'Active' },
            { value: 'paused', label: 'Paused' },
          ]}
          {...form.getInputProps('status')}
        />
      </div>
      {id === undefined && (
        <TextInput
          label={LABELS.id}
          autoComplete="off"
          spellCheck={false}
          description="What ad clients report as campaign_id. Leave it empty to get one; it cannot be changed later"
          {...form.getInputProps('id')}
        />
      )}
    </>
  );
}
