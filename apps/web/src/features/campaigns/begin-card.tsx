import { Button } from '@mantine/core';
import { CommandBox } from '../../shared/command-box.tsx';
import classes from './begin-card.module.css';

/** Before the first campaign: what one is, and three ways to begin. */
export function BeginCard({ onCreate }: { onCreate: () => void }) {
  return (
    <section className={classes.card} aria-labelledby="begin-title">
      <h2 className={classes.title} id="begin-title">
        Create your first campaign
      </h2>
      <p className={classes.text}>
        A campaign has a name and a daily budget. Its id is what ad clients report as <code>campaign_id</code>; from then on
        its impressions, clicks and spend show here, live.
      </p>
      <Button onClick={onCreate}>Create a campaign</Button>
      <p className={classes.text}>Or paste this into a terminal:</p>
      <CommandBox command={createCommand(window.location.origin)} label="Command that creates a campaign" testId="create-command" />
      <p className={classes.text}>
        Only looking around? <code>npm start -- --demo</code> begins with campaigns that have traffic.
      </p>
    </section>
  );
}

/** The address is quoted because zsh would expand the brackets of an IPv6 one. */
function createCommand(origin: string): string {
  return `curl -sS -w '\\n' -X POST '${origin}/api/campaigns' \\
  -H 'content-type: application/json' \\
  -d '{"id": "camp_123", "name": "Spring sale", "daily_budget": 250}'`;
}
