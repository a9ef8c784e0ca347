import { MAX_COMMENT, RATINGS } from '../../../../libs/outreach/domain/feedback.ts';
import { escapeHtml, pageOf, quoted, STAR } from './page.ts';

const WORDS = ['poor', 'fair', 'good', 'very good', 'excellent'];

const SAMPLE_NOTE = '<p class="note">This is a sample of the page that recipients see. Nothing is stored.</p>';

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** Whom a page is for. Relative addresses lead on, so that Flightdeck may stand behind a path of somebody else's server. */
export interface Addressee {
  name: string;
  campaignName: string;
  token: string;
  isSample?: boolean;
}

export interface Typed {
  rating: number | null;
  comment: string;
}

interface Form {
  /** `undefined` while the database does not say who it is. */
  addressee: Addressee | undefined;
  typed: Typed;
  /** What is wrong with what was typed. */
  errors?: Partial<Record<keyof Typed, string>>;
  /** What keeps an answer from being stored for the time being. */
  trouble?: string;
}

/** The question, with what was typed before. */
export function feedbackForm({ addressee, typed, errors = {}, trouble }: Form): string {
  const { name = '', campaignName, isSample = false } = addressee ?? {};
  const question = `How was it${name === '' ? '' : `, ${quoted(name)}`}?`;
  const stars = RATINGS.map((rating, index) => {
    const chosen = rating === typed.rating ? ' checked' : '';
    const focused = rating === 1 && errors.rating !== undefined ? ' autofocus' : '';
    return `<label class="star"><input type="radio" name="rating" value="${rating}" required${chosen}${focused}><svg aria-hidden="true"><use href="#s"/></svg><span>${rating} ${rating === 1 ? 'star' : 'stars'} – ${WORDS[index]}</span></label>`;
  });
  const main = `
${campaignName === undefined ? '' : `<p class="of">${quoted(campaignName)}</p>`}
<h1>${question}</h1>
${trouble === undefined ? '' : `<p class="note" role="alert">${escapeHtml(trouble)}</p>`}
${isSample ? SAMPLE_NOTE : ''}
<p class="lead">A rating is enough. A few words help even more.</p>
<form method="post">
${STAR}
<fieldset${describedBy('rating', errors)}>
<legend>Your rating</legend>
${errorOf('rating', errors)}
<div class="row">${stars.join('')}${errors.rating === undefined ? '<span class="hint" aria-hidden="true">Choose from one to five stars</span>' : ''}</div>
</fieldset>
<div class="comment">
<label class="ask" for="comment">Your comment <span>(optional)</span></label>
<textarea id="comment" name="comment" rows="5" maxlength="${MAX_COMMENT}" dir="auto"${describedBy('comment', errors)}>
${escapeHtml(typed.comment)}</textarea>
${errorOf('comment', errors)}
</div>
<button>${trouble === undefined ? 'Send' : 'Try again'}</button>
</form>`;
  const isWrong = Object.keys(errors).length > 0;
  return pageOf({ title: titleOf(`${isWrong ? 'Please check: ' : ''}How was it?`, addressee), main: tidy(main), footer: footerOf(addressee) });
}

/** @param respondedAt ms since 1970 */
export function thanksPage(addressee: Addressee, { rating, respondedAt }: { rating: number; respondedAt: number }): string {
  const { name, campaignName, isSample = false } = addressee;
  const stars = RATINGS.map((each) => `<svg${each <= rating ? ' class="full"' : ''}><use href="#s"/></svg>`).join('');
  const main = `
<p class="of">${quoted(campaignName)}</p>
<h1>Thank you${name === '' ? '' : `, ${quoted(name)}`}!</h1>
${STAR}
<div class="given" role="img" aria-label="${rating} of 5 stars">${stars}</div>
${isSample ? SAMPLE_NOTE : `<p>Your answer reached us on ${day.format(respondedAt)}.</p><p class="lead">A link takes one answer, so there is nothing more to do.</p>`}`;
  return pageOf({ title: titleOf('Thank you', addressee), main: tidy(main), footer: footerOf(addressee) });
}

function titleOf(what: string, addressee: Addressee | undefined): string {
  return addressee === undefined ? what : `${what} – ${addressee.campaignName}`;
}

function footerOf(addressee: Addressee | undefined): string {
  return addressee === undefined ? '' : `<a href="../unsubscribe/${addressee.token}">No more requests like this</a>`;
}

function describedBy(field: keyof Typed, errors: Form['errors']): string {
  return errors?.[field] === undefined ? '' : ` aria-describedby="${field}-error"${field === 'comment' ? ' aria-invalid="true"' : ''}`;
}

function errorOf(field: keyof Typed, errors: Form['errors']): string {
  const error = errors?.[field];
  return error === undefined ? '' : `<p class="error" id="${field}-error">${escapeHtml(error)}</p>`;
}

/** Without the lines of what is left out. The text area's own line break stays: browsers drop one, and it must not be one of the comment's. */
function tidy(markup: string): string {
  return markup.trim().replaceAll(/>\n+</g, '><');
}
