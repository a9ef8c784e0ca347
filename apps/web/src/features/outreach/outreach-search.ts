import { type FeedbackRange, parseFeedbackRange } from './feedback/feedback-range.ts';
import { type RecipientSearch, parseRecipientSearch } from './recipients/recipient-search.ts';

/** What of a campaign's outreach lives in the URL. */
export interface OutreachSearch extends RecipientSearch {
  range?: FeedbackRange;
}

export function parseOutreachSearch(search: Record<string, unknown>): OutreachSearch {
  const range = parseFeedbackRange(search.range);
  return { ...parseRecipientSearch(search), ...(range !== undefined && { range }) };
}
