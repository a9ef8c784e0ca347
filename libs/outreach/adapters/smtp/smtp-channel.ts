import { domainToASCII } from 'node:url';
import { createTransport } from 'nodemailer';
import type { Channel } from '../../application/ports.ts';
import type { DeliveryOutcome, Message } from '../../domain/delivery.ts';
import type { RetryPolicy } from '../../domain/retry-policy.ts';
import { outcomeOf } from './smtp-errors.ts';

/** Connections that are kept open; each delivers one message at a time. */
const CONNECTIONS = 5;
/** Servers close a connection after some messages; better it is not in the middle of one. */
const MESSAGES_PER_CONNECTION = 100;
const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;
/** All of it together: a server may say something now and then for ever. */
const DELIVERY_MS = 55_000;

const NOT_SET_UP = 'SMTP_URL and SMTP_FROM';

interface Settings {
  /** Queries of the URL are options of nodemailer's, such as `requireTLS=true` or `tls.rejectUnauthorized=false`. */
  smtp: { url: string; from: string } | undefined;
  retries?: RetryPolicy;
  deliveryMs?: number;
}

/** Sends e-mails by a mail server. */
export class SmtpChannel implements Channel {
  readonly name = 'smtp';
  readonly concurrency = CONNECTIONS;
  readonly missing: string | undefined;
  readonly retries: RetryPolicy;
  private readonly server: { url: string; transport: ReturnType<typeof openTransport>; from: string; domain: string } | undefined;
  private readonly deliveryMs: number;
  private isClosed = false;

  constructor({ smtp, retries = { attempts: 6, baseMs: 5_000, factor: 4, capMs: 900_000 }, deliveryMs = DELIVERY_MS }: Settings) {
    this.missing = smtp === undefined ? NOT_SET_UP : undefined;
    this.retries = retries;
    this.deliveryMs = deliveryMs;
    if (smtp !== undefined) this.server = { url: smtp.url, transport: openTransport(smtp.url), from: smtp.from, domain: domainOf(smtp.from) };
  }

  async deliver(message: Message): Promise<DeliveryOutcome> {
    const { email, name } = message.to;
    if (email === null) return { status: 'permanent', code: 'NO_EMAIL', message: 'This recipient has no e-mail address.' };
    if (this.server === undefined) return { status: 'transient', code: 'SMTP_UNREACHABLE', message: `No mail server is set up: ${NOT_SET_UP}.` };
    const { transport, from, domain } = this.server;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<DeliveryOutcome>((resolve) => {
      timer = setTimeout(() => {
        this.leave(transport);
        resolve({ status: 'transient', code: 'SMTP_UNREACHABLE', message: `The mail server has not taken the message within ${this.deliveryMs / 1_000} s.` });
      }, this.deliveryMs);
    });
    const sent = transport
      .sendMail({
        from,
        to: { name, address: email },
        subject: message.subject,
        text: message.text,
        html: message.html,
        // The same at each attempt: whoever receives it twice can tell.
        messageId: `<${message.key}@${domain}>`,
        headers: {
          // RFC 8058: mail programs offer a button for it, and POST there.
          'List-Unsubscribe': `<${message.unsubscribeLink}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          // RFC 3834: those who are away do not answer it.
          'Auto-Submitted': 'auto-generated',
          'X-Flightdeck-Delivery': message.key,
        },
        disableFileAccess: true,
        disableUrlAccess: true,
      })
      .then((): DeliveryOutcome => ({ status: 'sent' }), outcomeOf);
    return Promise.race([sent, late]).finally(() => clearTimeout(timer));
  }

  /**
   * Goes on with new connections. What waits for one of the old would be sent whenever the server comes to itself: by then it has been
   * given up, and is sent by another attempt as well. What is under way is finished.
   */
  private leave(transport: ReturnType<typeof openTransport>): void {
    if (this.server === undefined || this.isClosed || this.server.transport !== transport) return;
    this.server.transport = openTransport(this.server.url);
    transport.close();
  }

  /** What is under way is finished, then the connections are closed. */
  close(): Promise<void> {
    this.isClosed = true;
    this.server?.transport.close();
    return Promise.resolve();
  }
}

// One type for what nodemailer gives back with these options.
function openTransport(url: string) {
  return createTransport({
    url,
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: MESSAGES_PER_CONNECTION,
    // When the server has closed a connection that was kept: once more over another one.
    maxRequeues: 1,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    dnsTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
  });
}

/** Of a sender such as `Flightdeck <feedback@example.com>`. */
function domainOf(from: string): string {
  const domain = /@([^\s@<>]+)>?\s*$/.exec(from)?.[1] ?? '';
  return domainToASCII(domain) || 'localhost';
}
