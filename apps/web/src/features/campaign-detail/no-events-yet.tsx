import { CommandBox } from '../../shared/command-box.tsx';
import { curlCommand } from '../../shared/curl-command.ts';
import card from './card.module.css';
import classes from './campaign-page.module.css';

/** Instead of empty charts: how the first event gets here. */
export default function NoEventsYet({ campaignId }: { campaignId: string }) {
  return (
    <section className={`${card.card} ${classes.begin}`} aria-labelledby="no-events-title">
      <h2 className={card.title} id="no-events-title">
        No events yet
      </h2>
      <p className={card.note}>
        Point your ad client at <code>POST /events</code> with <code>campaign_id</code> “{campaignId}”, paste this into a terminal, or let the simulator
        send some traffic. This page comes alive by itself.
      </p>
      <CommandBox command={curlCommand(window.location.origin, campaignId)} label="Command that sends an event of this campaign" testId="curl-command" />
    </section>
  );
}
