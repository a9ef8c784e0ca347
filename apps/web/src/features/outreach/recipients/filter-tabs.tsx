import { formatCount } from '../../../shared/format.ts';
import type { Outreach } from '../types.ts';
import classes from './filter-tabs.module.css';
import { FILTERS, type RecipientFilter } from './recipient-search.ts';

interface FilterTabsProps {
  counts: Outreach['recipients'];
  value: RecipientFilter | undefined;
  onChange: (status: RecipientFilter | undefined) => void;
}

const WORDS: Record<RecipientFilter, string> = { queued: 'Queued', sending: 'Sending', sent: 'Sent', failed: 'Failed', unsubscribed: 'Unsubscribed' };

/** Plain buttons: their numbers move four times a second. */
export function FilterTabs({ counts, value, onChange }: FilterTabsProps) {
  return (
    <div className={classes.tabs} role="group" aria-label="Which recipients">
      <Tab word="All" count={counts.total} isOn={value === undefined} onClick={() => onChange(undefined)} />
      {FILTERS.map((filter) => (
        <Tab key={filter} word={WORDS[filter]} count={counts[filter]} isOn={value === filter} onClick={() => onChange(filter)} />
      ))}
    </div>
  );
}

function Tab({ word, count, isOn, onClick }: { word: string; count: number; isOn: boolean; onClick: () => void }) {
  return (
    <button type="button" className={classes.tab} aria-pressed={isOn} onClick={onClick} data-testid={`filter-${word.toLowerCase()}`}>
      {word} <span className={classes.count}>{formatCount(count)}</span>
    </button>
  );
}
