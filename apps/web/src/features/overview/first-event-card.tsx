import { CommandBox } from '../../shared/command-box.tsx';
import { curlCommand } from '../../shared/curl-command.ts';
import classes from './first-event-card.module.css';

interface FirstEventCardProps {
  /** Large when it is all there is to see; else one card among others. */
  large: boolean;
}

export function FirstEventCard({ large }: FirstEventCardProps) {
  const command = curlCommand(window.location.origin);
  return (
    <section className={classes.card} data-large={large} id="first-event" aria-labelledby="first-event-title">
      <h2 className={classes.title} id="first-event-title">
        {large ? 'Send your first event' : 'Send an event'}
      </h2>
      <p className={classes.text}>
        Paste this into a terminal (bash or zsh, on Linux or macOS). It reports one impression of the campaign{' '}
        <code>camp_123</code>
        {large ? ', and this page comes alive by itself.' : '. The numbers on this page move by themselves.'}
      </p>
      <CommandBox command={command} label="Command that sends an event" testId="curl-command" />
      {large ? <WhatHappens /> : <p className={classes.text}>{DUPLICATE_HINT}</p>}
    </section>
  );
}

const DUPLICATE_HINT =
  'Every paste makes a new event_id, so every paste counts. An event_id that was sent before is answered with “duplicate” and never counted again.';

function WhatHappens() {
  return (
    <ol className={classes.steps}>
      <li>The answer is “accepted” once the event is stored for good.</li>
      <li>Within a second, totals, a chart of the last five minutes and a row for each campaign appear here.</li>
      <li>{DUPLICATE_HINT}</li>
    </ol>
  );
}
