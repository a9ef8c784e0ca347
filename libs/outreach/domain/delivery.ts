/** What is to be sent to one recipient. */
export interface Message {
  /** The same for each attempt of a dispatch to reach this recipient: who gets it twice can tell. Letters, digits, dots and dashes. */
  key: string;
  to: { name: string; email: string | null; phone: string | null };
  subject: string;
  text: string;
  html: string;
  /** Address of the page on which the recipient answers. */
  feedbackLink: string;
  /** Where the recipient says that no more requests are wanted; takes the POST of RFC 8058 as well. */
  unsubscribeLink: string;
  campaign: { id: string; name: string };
  dispatchId: string;
  recipientId: string;
  /** 1 for the first of its dispatch. */
  attempt: number;
  /** 0 at first; one more each time that those who failed are sent to again. */
  round: number;
}

/** Why an attempt failed. */
interface DeliveryFailure {
  /** Stable; failures are grouped by it, such as `SMTP_550`. */
  code: string;
  /** For people: what the other side has said. */
  message: string;
}

/**
 * What came of an attempt: `transient` failures are worth another one, `permanent` ones are not. `retryAfterMs`: the other side asked
 * for that much patience.
 */
export type DeliveryOutcome = { status: 'sent' } | ({ status: 'permanent' } & DeliveryFailure) | ({ status: 'transient'; retryAfterMs?: number } & DeliveryFailure);
