import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiError } from '../../../api/client.ts';
import { channelsQuery } from '../api/get-channels.ts';
import type { Text } from '../api/save-template.ts';
import { type TestResult, sendTest } from '../api/send-test.ts';
import { CHANNEL_WORDS } from '../dispatch/dispatch-words.ts';
import { failureWords } from '../failure-words.ts';
import form from '../form.module.css';
import type { Channel } from '../types.ts';
import classes from './template-form.module.css';

const KEY = 'flightdeck-test-address';

/** Sends the text as it stands, saved or not, once to oneself. */
export function TestSend({ campaignId, text }: { campaignId: string; text: Text }) {
  const { data: channels = [] } = useQuery(channelsQuery);
  const ready = channels.filter((channel) => channel.ready);
  const [chosen, setChosen] = useState<Channel['channel'] | null>(null);
  const channel = chosen ?? ready.find((each) => each.channel !== 'simulated')?.channel ?? 'simulated';
  const [address, setAddress] = useState(() => localStorage.getItem(KEY) ?? '');
  const [result, setResult] = useState<TestResult | { problem: string } | null>(null);
  const [isSending, setSending] = useState(false);
  const underWay = useRef(false);

  const send = async () => {
    if (underWay.current) return;
    if (address.trim() === '') return setResult({ problem: 'Say where to send it: an e-mail address or a phone number.' });
    underWay.current = true;
    setSending(true);
    setResult(null);
    try {
      localStorage.setItem(KEY, address);
      const to = address.includes('@') ? { email: address.trim() } : { phone: address.trim() };
      setResult(await sendTest(campaignId, { channel, ...to, template: text }));
    } catch (error) {
      const told = error instanceof ApiError ? error.errors.map(({ field, message }) => `${field} ${message}`).join('; ') : '';
      setResult({ problem: told === '' ? failureWords(error) : `${failureWords(error)} (${told})` });
    } finally {
      underWay.current = false;
      setSending(false);
    }
  };

  return (
    <fieldset className={form.group}>
      <legend>Send a test to myself</legend>
      <div className={classes.test}>
        <NativeSelect
          label="Through"
          value={channel}
          data={channels.map((each) => ({ value: each.channel, label: `${CHANNEL_WORDS[each.channel]}${each.ready ? '' : ', not set up'}`, disabled: !each.ready }))}
          onChange={({ currentTarget }) => setChosen(currentTarget.value as Channel['channel'])}
        />
        <TextInput
          label="To"
          placeholder="E-mail or phone"
          value={address}
          onChange={({ currentTarget }) => setAddress(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            // The form around it would be saved.
            event.preventDefault();
            void send();
          }}
        />
        <Button variant="default" aria-disabled={isSending} onClick={() => void send()}>
          {isSending ? 'Sending…' : 'Send a test'}
        </Button>
      </div>
      <p className={classes.result} role="status" data-testid="test-result">
        {result === null ? '' : resultWords(result, channel)}
      </p>
    </fieldset>
  );
}

function resultWords(result: TestResult | { problem: string }, channel: Channel['channel']): string {
  if ('problem' in result) return result.problem;
  if (result.status === 'failed') return `It could not be sent: ${result.error ?? 'nobody knows why'}`;
  return channel === 'simulated' ? '✓ It went through the simulated channel, which reaches nobody.' : '✓ Sent. Links in a test lead nowhere.';
}
