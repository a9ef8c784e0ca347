import { Button } from '@mantine/core';
import classes from './begin-card.module.css';

/** Before the first recipient: what this is for, and two ways to begin. */
export function BeginCard({ onImport, onAdd }: { onImport: () => void; onAdd: () => void }) {
  return (
    <section className={classes.card} aria-labelledby="begin-title">
      <h2 className={classes.title} id="begin-title">
        Whom shall this campaign ask?
      </h2>
      <p className={classes.text}>
        Recipients have a name and an e-mail address, a phone number, or both. Each gets a message with a link of their own, where they give one
        to five stars and say why. Nobody is written to before you send.
      </p>
      <div className={classes.ways}>
        <Button aria-keyshortcuts="i" onClick={onImport}>
          Import a CSV file
        </Button>
        <Button variant="default" aria-keyshortcuts="n" onClick={onAdd}>
          Add one recipient
        </Button>
      </div>
      <p className={classes.text}>
        The first line of a file names its columns, such as <code>name,email,phone</code>. You see what becomes of it before anything is stored; people
        who are in it twice are taken once, and lines that cannot be used come back with their reason.
      </p>
    </section>
  );
}
