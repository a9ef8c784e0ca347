import type { Invitation } from '../../../../libs/outreach/application/ports.ts';
import { pageOf, quoted } from './page.ts';

type Subscriber = Pick<Invitation, 'email' | 'phone' | 'unsubscribed'>;

interface Options {
  isSample?: boolean;
  /** Whether this was undone just now. */
  isUndone?: boolean;
}

/** Whom it is about, what comes of it, and one button. */
export function unsubscribePage({ unsubscribed, ...addresses }: Subscriber, { isSample = false, isUndone = false }: Options = {}): string {
  const whom = [addresses.email, addresses.phone].filter((address) => address !== null).map((address) => `<strong>${quoted(address)}</strong>`).join(' and ');
  const note = isSample ? '<p class="note">This is a sample of the page that recipients see. Nobody is unsubscribed by it.</p>' : '';
  if (unsubscribed) {
    return pageOf({
      title: 'You are unsubscribed',
      main: `<h1>You are unsubscribed.</h1>${note}<p>We will no longer ask ${whom} for feedback, whatever it is about. A message that is on its way already may still arrive.</p><form method="post"><button class="quiet" name="undo" value="1">It was a mistake: subscribe again</button></form>`,
    });
  }
  const heading = isUndone ? '<h1>You are subscribed again.</h1><p>Should you change your mind, this link stays good.</p>' : '<h1>No more requests?</h1>';
  return pageOf({
    title: isUndone ? 'You are subscribed again' : 'No more requests?',
    main: `${heading}${note}<p>If you unsubscribe, we will no longer ask ${whom} for feedback, whatever it is about.</p><form method="post"><button${isUndone ? ' class="quiet"' : ''} name="confirm" value="1">Unsubscribe</button></form>`,
  });
}
