import { formatCount } from '../../../shared/format.ts';
import type { FeedBuffer } from './feed-buffer.ts';

interface FeedWords {
  feed: FeedBuffer;
  /** `read`: held because somebody points at it or has scrolled down. */
  mode: 'live' | 'paused' | 'read' | 'older';
}

/** What the list shows at the moment, and what it leaves out. */
export function feedWords({ feed: { arrived, last, skipped }, mode }: FeedWords): string {
  const waiting = arrived === 0 ? 'nothing new so far' : `${formatCount(arrived)} new since`;
  switch (mode) {
    case 'older':
      return 'All events, newest first. Live events wait.';
    case 'paused':
      return `Paused: ${waiting}.`;
    case 'read':
      return `Held while you read: ${waiting}.`;
    case 'live':
      if (last.skipped > 0) return `A sample: ${formatCount(last.arrived - last.skipped)} of ${formatCount(last.arrived)} in the last second.`;
      return skipped === 0 ? 'As they arrive, newest first.' : `As they arrive, newest first. ${formatCount(skipped)} were not shown.`;
  }
}
