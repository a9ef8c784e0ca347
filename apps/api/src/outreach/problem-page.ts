import { feedbackForm, type Typed } from './feedback-page.ts';
import { escapeHtml, pageOf } from './page.ts';

interface Problem {
  status: number;
  code: string;
  detail: string;
}

/** Titles of what people may meet; details are written for them, too. */
const TITLES: Record<string, string> = {
  NOT_FOUND: 'There is nothing here.',
  FEEDBACK_LINK_UNKNOWN: 'We do not know this link.',
  FEEDBACK_LINK_EXPIRED: 'This link has expired.',
  FEEDBACK_GIVEN_BEFORE: 'You have answered before.',
  BODY_TOO_LARGE: 'That is too long.',
};

/** What to do about it. */
const ADVICE: Record<string, string> = {
  NOT_FOUND: 'Please open the link from your message again, the whole of it.',
  FEEDBACK_LINK_UNKNOWN: 'Please open the link from your message again, the whole of it. If that does not help: thank you for wanting to answer!',
  FEEDBACK_LINK_EXPIRED: 'Thank you for wanting to answer anyway!',
  FEEDBACK_GIVEN_BEFORE: 'Thank you for taking the time!',
  BODY_TOO_LARGE: 'Please go back and shorten it.',
};

/**
 * A refusal as people read it. Who wrote something when it could not be stored finds it on the page, to be sent again.
 *
 * @param typed what was written; undefined when there is nothing to be sent again
 */
export function problemPage({ status, code, detail }: Problem, typed: Typed | undefined): string {
  if (status >= 500 && typed !== undefined) return feedbackForm({ addressee: undefined, typed, trouble: 'We could not store your answer just now. It is still here: please try again in a moment.' });
  const title = TITLES[code] ?? (status >= 500 ? 'Something is wrong on our side.' : 'That did not work.');
  const advice = ADVICE[code] ?? (status >= 500 ? 'Please try again in a moment.' : 'Please open the link from your message again.');
  return pageOf({ title, main: `<h1>${title}</h1>${status >= 500 ? '' : `<p>${escapeHtml(detail)}</p>`}<p class="lead">${advice}</p>` });
}
