import '@mantine/core/styles/Radio.css';
import '@mantine/core/styles/RadioIndicator.css';
import '@mantine/core/styles/InlineInput.css';
import { Radio, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { formatCount } from '../../../shared/format.ts';
import { formatMinuteIn, readersZone } from '../../../shared/format-time.ts';
import { fromLocalField, toLocalField } from '../../../shared/local-time.ts';
import { channelsQuery } from '../api/get-channels.ts';
import form from '../form.module.css';
import type { Outreach } from '../types.ts';
import { CHANNEL_WORDS } from './dispatch-words.ts';
import type { StartErrors, StartValues } from './start-values.ts';

interface StartFieldsProps {
  values: StartValues;
  errors: StartErrors;
  counts: Outreach['recipients'];
  timeZone: string;
  onChange: (values: StartValues) => void;
}

const HOUR_MS = 3_600_000;

export function StartFields({ values, errors, counts, timeZone, onChange }: StartFieldsProps) {
  const { data: channels = [{ channel: 'simulated' as const, ready: true, missing: null }] } = useQuery(channelsQuery);
  const set = <Key extends keyof StartValues>(key: Key, value: StartValues[Key]) => onChange({ ...values, [key]: value });
  const later = (when: string) => onChange({ ...values, when: when === 'later' ? 'later' : 'now', at: values.at || toLocalField(nextHour(Date.now())) });
  return (
    <div className={form.form}>
      <Radio.Group label="How" value={values.channel} error={errors.channel} onChange={(channel) => set('channel', channel)}>
        <div className={form.choices}>
          {channels.map(({ channel, ready, missing }) => (
            <Radio
              key={channel}
              value={channel}
              disabled={!ready}
              data-autofocus={channel === values.channel || undefined}
              label={CHANNEL_WORDS[channel]}
              description={ready ? ABOUT[channel] : `Not set up: whoever runs Flightdeck has to set ${missing ?? 'it up'}`}
            />
          ))}
        </div>
      </Radio.Group>
      <Radio.Group label="To whom" value={values.audience} error={errors.audience} onChange={(audience) => set('audience', audience)}>
        <div className={form.choices}>
          <Radio value="new" disabled={counts.queued === 0} label="Those who were not asked yet" description={`${formatCount(counts.queued)} of ${formatCount(counts.total)} recipients`} />
          <Radio value="unanswered" label="All who have not answered yet" description="They, and those who were asked and have not answered" />
        </div>
      </Radio.Group>
      {counts.unsubscribed > 0 && <p className={form.muted}>{formatCount(counts.unsubscribed)} want no requests, and get none.</p>}
      <Radio.Group label="When" value={values.when} onChange={later}>
        <div className={form.choices}>
          <Radio value="now" label="Now" />
          <Radio value="later" label="Later" />
        </div>
      </Radio.Group>
      {values.when === 'later' && <TextInput type="datetime-local" label="Begins at" description={zoneWords(fromLocalField(values.at), timeZone)} value={values.at} error={errors.at} onChange={({ currentTarget }) => set('at', currentTarget.value)} />}
    </div>
  );
}

const ABOUT = {
  simulated: 'Nobody gets anything: it waits a little, and fails as often as you say',
  smtp: 'To the e-mail addresses of the recipients',
  webhook: 'Handed to your own service, message by message',
} as const;

const nextHour = (now: number) => Math.ceil((now + 1) / HOUR_MS) * HOUR_MS;

/** Whose clock the field shows, and what it is where the campaign runs. */
function zoneWords(at: number, timeZone: string): string {
  const own = `By your clock, ${readersZone(Number.isNaN(at) ? Date.now() : at)}`;
  if (Number.isNaN(at) || Intl.DateTimeFormat().resolvedOptions().timeZone === timeZone) return own;
  return `${own}; ${formatMinuteIn(timeZone, at)} in ${timeZone}, the campaign’s time zone`;
}
