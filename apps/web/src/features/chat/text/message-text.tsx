import { memo, useMemo } from 'react';
import { CampaignMention } from '../mentions/campaign-mention.tsx';
import classes from './message-text.module.css';
import { partsOf } from './text-parts.ts';

/** Plain text: what looks like markup is shown as it was written. Its direction is that of its first strong letter, and ends with it. */
export const MessageText = memo(function MessageText({ text }: { text: string }) {
  const parts = useMemo(() => partsOf(text), [text]);
  return (
    <p className={classes.text} dir="auto">
      {parts.map((part, place) => {
        // The parts of a text never change places.
        // oxlint-disable react/no-array-index-key
        if (part.kind === 'text') return <span key={place}>{part.text}</span>;
        if (part.kind === 'mention') return <CampaignMention key={place} campaignId={part.campaignId} />;
        return (
          <a key={place} href={part.url} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        );
        // oxlint-enable react/no-array-index-key
      })}
    </p>
  );
});
