import { shortened, withoutControls } from '../../../kernel/characters.ts';
import type { DeliveryOutcome } from '../../domain/delivery.ts';

/** As nodemailer has it. */
interface SmtpError extends Error {
  code?: string;
  /** Of the system, or of OpenSSL. */
  originalCode?: string;
  /** Of the server's answer. */
  responseCode?: number;
  response?: string;
  /** To what it was the answer. */
  command?: string;
}

/** 530: authentication required, 534: mechanism too weak, 535: credentials invalid, 538: encryption required (RFC 4954). */
const AUTH_ANSWERS = [530, 534, 535, 538];
const MAX_MESSAGE = 300;

/**
 * What a failure to send means. Only an answer about the recipient or the message is the recipient's to bear; that the server
 * is away, or does not let us in, is transient: it goes for all recipients alike, and the next ones are not to be spent on it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1
 */
export function outcomeOf(error: SmtpError): DeliveryOutcome {
  const { code = '', originalCode = '', responseCode, command = '' } = error;
  const message = shortened(withoutControls(error.response ?? error.message).replaceAll(/\s+/g, ' ').trim(), MAX_MESSAGE);
  const transient = (name: string): DeliveryOutcome => ({ status: 'transient', code: name, message });
  const permanent = (name: string): DeliveryOutcome => ({ status: 'permanent', code: name, message });
  if (['EAUTH', 'ENOAUTH', 'EOAUTH2'].includes(code) || AUTH_ANSWERS.includes(responseCode ?? 0)) return transient('SMTP_AUTH');
  if (['ETLS', 'EREQUIRETLS'].includes(code) || /CERT|TLS|SSL|SIGNATURE|ISSUER/.test(originalCode)) return transient('SMTP_TLS');
  if (responseCode !== undefined && responseCode >= 400 && responseCode < 500) return transient(`SMTP_${responseCode}`);
  if (!['EENVELOPE', 'EMESSAGE'].includes(code)) return transient('SMTP_UNREACHABLE');
  // Not sent at all: nodemailer itself finds that it cannot be.
  if (responseCode === undefined) return permanent(code === 'EENVELOPE' ? 'SMTP_ADDRESS' : 'SMTP_MESSAGE');
  // We are who is refused.
  return command === 'MAIL FROM' ? transient('SMTP_SENDER') : permanent(`SMTP_${responseCode}`);
}
