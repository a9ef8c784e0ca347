import { createHmac } from 'node:crypto';
import * as http from 'node:http';
import * as https from 'node:https';
import type { Channel } from '../../application/ports.ts';
import type { DeliveryOutcome, Message } from '../../domain/delivery.ts';
import type { RetryPolicy } from '../../domain/retry-policy.ts';
import { type Answer, outcomeOfAnswer, outcomeOfSilence } from './webhook-outcome.ts';

/** Connections that are kept open; each takes one request at a time. */
const CONNECTIONS = 20;
/** From the connection to the end of the answer. */
const ANSWER_MS = 10_000;
/** More of an answer is not read; the connection is closed then. */
const MAX_ANSWER_BYTES = 4_096;

const NOT_SET_UP = 'WEBHOOK_URL and WEBHOOK_SECRET';

interface Settings {
  webhook: { url: string; secret: string } | undefined;
  retries?: RetryPolicy;
  answerMs?: number;
}

/** Hands messages to another program, which takes them further: a POST each, signed as Standard Webhooks has it. */
export class WebhookChannel implements Channel {
  readonly name = 'webhook';
  readonly concurrency = CONNECTIONS;
  readonly missing: string | undefined;
  readonly retries: RetryPolicy;
  private readonly answerMs: number;
  private readonly target: { url: URL; key: Buffer; agent: http.Agent } | undefined;

  constructor({ webhook, retries = { attempts: 6, baseMs: 2_000, factor: 3, capMs: 600_000 }, answerMs = ANSWER_MS }: Settings) {
    this.missing = webhook === undefined ? NOT_SET_UP : undefined;
    this.retries = retries;
    this.answerMs = answerMs;
    if (webhook === undefined) return;
    const url = new URL(webhook.url);
    const { Agent } = url.protocol === 'https:' ? https : http;
    this.target = { url, key: keyOf(webhook.secret), agent: new Agent({ keepAlive: true, maxSockets: CONNECTIONS }) };
  }

  async deliver(message: Message): Promise<DeliveryOutcome> {
    if (this.target === undefined) return { status: 'transient', code: 'WEBHOOK_UNREACHABLE', message: `No webhook is set up: ${NOT_SET_UP}.` };
    const body = Buffer.from(JSON.stringify(bodyOf(message)));
    const signal = AbortSignal.timeout(this.answerMs);
    try {
      return outcomeOfAnswer(await this.post(this.target, message.key, body, signal), Date.now());
    } catch (error) {
      return outcomeOfSilence(error as Error, signal.aborted ? this.answerMs : undefined);
    }
  }

  close(): Promise<void> {
    this.target?.agent.destroy();
    return Promise.resolve();
  }

  private post(target: NonNullable<typeof this.target>, id: string, body: Buffer, signal: AbortSignal): Promise<Answer> {
    const { url, key, agent } = target;
    const timestamp = Math.floor(Date.now() / 1000);
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
    const headers = {
      'content-type': 'application/json',
      'content-length': body.length,
      'user-agent': 'Flightdeck',
      'idempotency-key': id,
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    };
    return new Promise((resolve, reject) => {
      const { request: open } = url.protocol === 'https:' ? https : http;
      let isAnswered = false;
      const request = open(url, { method: 'POST', agent, headers, signal }, (response) => {
        isAnswered = true;
        readAnswer(response, resolve);
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        // The answer has begun; who reads it sees how it ends.
        if (isAnswered) return;
        // The connection was kept from an earlier request, and the other side has closed it meanwhile: it never saw this one.
        if (request.reusedSocket && error.code === 'ECONNRESET' && !signal.aborted) this.post(target, id, body, signal).then(resolve, reject);
        else reject(error);
      });
      request.end(body);
    });
  }
}

/** Its beginning. What counts is the status, so a body that breaks off ends it as well. */
function readAnswer(response: http.IncomingMessage, done: (answer: Answer) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const finish = (): void => done({ status: response.statusCode!, retryAfter: response.headers['retry-after'], body: Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString() });
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) response.destroy();
  });
  response.on('error', finish);
  response.on('close', finish);
}

/** @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md: behind `whsec_` it is base64 */
function keyOf(secret: string): Buffer {
  return secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret);
}

function bodyOf({ key, campaign, to, subject, text, html, feedbackLink, unsubscribeLink, attempt }: Message): object {
  return { id: key, type: 'feedback_request', campaign, recipient: to, subject, text, html, feedback_link: feedbackLink, unsubscribe_link: unsubscribeLink, attempt };
}
