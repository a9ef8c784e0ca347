import type { Contact } from '../domain/contact.ts';
import type { DeliveryOutcome, Message } from '../domain/delivery.ts';
import type { ChannelName, Dispatch, DispatchSettings, DispatchSums, Pause, Template } from '../domain/dispatch.ts';
import type { Answer } from '../domain/feedback.ts';
import type { Recipient } from '../domain/recipient.ts';
import type { RetryPolicy } from '../domain/retry-policy.ts';

/** A recipient and what is known about it from elsewhere. */
export interface RecipientView extends Recipient {
  /** Whether its e-mail address or phone number is among those that want no requests. */
  unsubscribed: boolean;
  rating: number | null;
  respondedAt: number | null;
}

/**
 * What became of a contact: `added`; `merged` with a recipient that lacked one of its addresses or its name; `repeated`, because everything
 * was known; `conflict`, because its two addresses belong to two recipients, or its phone number to somebody with another e-mail address.
 */
export type MergeOutcome = { status: 'added' | 'merged' | 'repeated'; recipientId: string } | { status: 'conflict'; reason: string };

export const RECIPIENT_FILTERS = ['queued', 'sending', 'sent', 'failed', 'unsubscribed'] as const;
export type RecipientFilter = (typeof RECIPIENT_FILTERS)[number];

export interface RecipientQuery {
  campaignId: string;
  filter?: RecipientFilter | undefined;
  /** Part of a name, an e-mail address or a phone number, regardless of case. */
  search?: string | undefined;
  /** Only those after the one with this id: oldest first. */
  after?: string | undefined;
  limit: number;
}

/** What came of one attempt to reach a recipient. */
export interface Attempt {
  dispatchId: string;
  /** 1 for the first of its dispatch. */
  attempt: number;
  /** `lost`: the process ended in the middle of it, and nobody knows. */
  outcome: 'sent' | 'transient' | 'permanent' | 'lost';
  errorCode: string | null;
  error: string | null;
  startedAt: number;
  finishedAt: number;
}

/**
 * Whom campaigns ask. Every method is one atomic step.
 *
 * @throws DomainError `OUTREACH_UNAVAILABLE` (unavailable) from all of them when the store does not answer
 */
export abstract class RecipientStore {
  /**
   * Adds contacts to a campaign, or merges them with who is there: each with the recipient that has its e-mail address or its phone
   * number. Outcomes are in the order given; contacts of one call may repeat each other.
   *
   * @throws DomainError `CAMPAIGN_NOT_FOUND`
   */
  abstract merge(campaignId: string, contacts: readonly Contact[]): Promise<MergeOutcome[]>;
  /** @throws DomainError `CAMPAIGN_NOT_FOUND`, `RECIPIENT_EXISTS` */
  abstract add(campaignId: string, contact: Contact): Promise<RecipientView>;
  /** Those of these ids that exist, in no order. */
  abstract findAll(ids: readonly string[]): Promise<RecipientView[]>;
  /** @returns undefined when there is none @throws DomainError `RECIPIENT_EXISTS`, `VALIDATION_FAILED` when no address would be left */
  abstract change(id: string, changes: Partial<Contact>): Promise<RecipientView | undefined>;
  /** Also what it has answered, and takes it out of the sums of a dispatch that is under way. @returns it as it was, undefined when there is none */
  abstract remove(id: string): Promise<Recipient | undefined>;
  abstract page(query: RecipientQuery): Promise<{ recipients: RecipientView[]; total: number; hasMore: boolean }>;
  /** Oldest first. */
  abstract attempts(recipientId: string): Promise<Attempt[]>;
}

/** A file of recipients that was uploaded. Times are ms since 1970. */
export interface RecipientImport {
  id: string;
  campaignId: string;
  status: 'running' | 'completed' | 'aborted';
  fileName: string;
  /** Size of the file, where it is known. */
  bytes: number | null;
  bytesRead: number;
  /** Lines with a recipient on them: the four below add up to it. */
  lines: number;
  added: number;
  merged: number;
  repeated: number;
  rejected: number;
  /** The file's first line. */
  header: string;
  /** Why the rest of the file was not read. */
  problem: string | null;
  startedAt: number;
  updatedAt: number;
  finishedAt: number | null;
}

/** The problem of one that nobody has heard of for a minute. */
export const BROKEN_OFF = 'The import broke off before the end of the file. Upload the file again: who is in already is not added twice.';

export interface Reject {
  /** As editors number them: the first is 1. */
  line: number;
  reason: string;
  /** The line as it came. */
  text: string;
}

/** Imports, and the lines they could not use. */
export abstract class ImportStore {
  /** One at a time per campaign; one that says nothing for a minute is over. @throws DomainError `CAMPAIGN_NOT_FOUND`, `IMPORT_UNDER_WAY` */
  abstract begin(start: { campaignId: string; fileName: string; bytes: number | null; header: string }): Promise<RecipientImport>;
  /**
   * Writes down how far it is, with the rejects since the last time.
   *
   * @returns false when it is not running any more: nobody has heard of it for a minute, or its campaign is gone. Then nothing is written.
   */
  abstract progress(present: RecipientImport, rejects: readonly Reject[]): Promise<boolean>;
  abstract find(id: string): Promise<RecipientImport | undefined>;
  /** The newest of a campaign. */
  abstract latest(campaignId: string): Promise<RecipientImport | undefined>;
  /** In the order of their lines. */
  abstract rejects(importId: string, after: number, limit: number): Promise<Reject[]>;
}

/** One record of a CSV file, which may go over several lines. */
export interface CsvRecord {
  /** Of its first line, as editors number them: the first is 1. */
  line: number;
  /** As it came, without the line break at its end. */
  text: string;
  cells: string[];
  /** Why its cells cannot be told apart; there are none then. */
  problem: string | null;
}

export interface CsvTable {
  delimiter: string;
  /** The first line as it came. */
  header: string;
  /** What stands in it: the names of the columns. */
  columns: string[];
  /** What follows, in portions as it is read. Blank lines are left out. */
  records: AsyncIterable<CsvRecord[]>;
}

/** Reads CSV (RFC 4180, and what spreadsheets make of it) while it arrives. */
export abstract class CsvReader {
  /**
   * @param content UTF-8, or UTF-16 with a byte order mark
   * @throws DomainError `IMPORT_UNREADABLE` when it has no first line, or is no text
   */
  abstract read(content: AsyncIterable<Uint8Array>): Promise<CsvTable>;
  /** The cells of one record; undefined when they cannot be told apart. */
  abstract cells(text: string, delimiter: string): string[] | undefined;
  /** Which of `,` `;` and tab a file uses, by its first line. */
  abstract delimiterOf(header: string): string;
}

/** Reads telephone numbers as people write them. */
export abstract class PhoneNumbers {
  /**
   * @param region ISO 3166 code of where a number without country code belongs; undefined: there are none such
   * @returns E.164, undefined when it is no possible number
   */
  abstract normalise(text: string, region: string | undefined): string | undefined;
  /** ISO 3166 codes. */
  abstract regions(): readonly string[];
}

/** A delivery that somebody is to make now. */
export interface Claimed {
  recipient: Recipient;
  token: string;
}

export interface Claim {
  /** Names the claim: only who knows it may settle what it took. */
  id: string;
  deliveries: Claimed[];
  /** When nothing could be taken: not before this time (ms since 1970); undefined when only news will change that. */
  waitUntil?: number | undefined;
}


export interface Settlement {
  claimId: string;
  recipientId: string;
  /** Whether it was the first of its round: only these count as failures in a row. */
  isFirst: boolean;
  outcome: DeliveryOutcome;
  startedAt: number;
  finishedAt: number;
  /** For transient failures: when to try again; null: never. */
  retryAt: number | null;
}

/** What others may ask of a dispatch. */
export type Steering = { to: 'pause'; pause: Pause } | { to: 'resume' } | { to: 'cancel' } | { to: 'retry-failed'; attempts: number };

export type SteerResult =
  | { status: 'done'; dispatch: Dispatch }
  /** Its present state does not allow that; or, to be sent again, nobody has failed, or there is a newer one. */
  | { status: 'refused'; dispatch: Dispatch }
  | { status: 'missing' };

/**
 * Dispatches and the people they go to. Every method is one atomic step, sums included.
 *
 * @throws DomainError `OUTREACH_UNAVAILABLE` (unavailable) from all of them when the store does not answer
 */
export abstract class DispatchStore {
  /** @throws DomainError `CAMPAIGN_NOT_FOUND`, `DISPATCH_UNDER_WAY` */
  abstract create(campaignId: string, settings: DispatchSettings): Promise<Dispatch>;
  abstract find(id: string): Promise<Dispatch | undefined>;
  /** Of a campaign, newest first; only those before the one with this id. */
  abstract page(campaignId: string, limit: number, before?: string): Promise<Dispatch[]>;
  abstract steer(id: string, steering: Steering): Promise<SteerResult>;
  /** How many a dispatch to this audience would go to. */
  abstract audienceSize(campaignId: string, audience: DispatchSettings['audience']): Promise<number>;
}

/**
 * The work there is for dispatchers. Several processes take from it; what one has claimed is its own until it is settled or the lease
 * ends. Every method is one atomic step, sums included.
 */
export abstract class DeliveryQueue {
  /** Dispatches that are processing, or pending with their time come. */
  abstract underWay(): Promise<Dispatch[]>;
  /** Takes its audience up and begins. Undefined when it is not pending any more. */
  abstract start(dispatchId: string, attempts: number): Promise<Dispatch | undefined>;
  /**
   * Takes some of a dispatch that is processing, as many as the limits leave. Who has unsubscribed is let go instead.
   *
   * @param overallPerMinute of all dispatches together
   */
  abstract claim(dispatchId: string, limits: { wanted: number; overallPerMinute: number | null; leaseMs: number }): Promise<Claim>;
  /**
   * Writes down what came of deliveries, each where its claim still holds. A dispatch that has nothing left is completed; one with too many
   * failures in a row is paused; of one that is cancelled, who was not reached is let go.
   */
  abstract settle(dispatchId: string, settlements: readonly Settlement[]): Promise<Dispatch | undefined>;
  /** Prolongs the leases of these claims. */
  abstract renew(claimIds: readonly string[], leaseMs: number): Promise<void>;
  /** Queues again whose lease has ended: nobody knows what came of the attempt. @returns how many of each dispatch */
  abstract recover(): Promise<Map<string, number>>;
}

/** Failed recipients of a campaign, by reason. */
export interface FailureGroup {
  code: string;
  /** Of one of them. */
  message: string;
  count: number;
}

export interface RecipientCounts {
  total: number;
  queued: number;
  sending: number;
  sent: number;
  failed: number;
  unsubscribed: number;
}

export interface OutreachState {
  recipients: RecipientCounts;
  /** The newest. */
  dispatch: Dispatch | null;
  /** When nothing is being sent by it now: when the next attempt is due. */
  nextAttemptAt: number | null;
  /** Most frequent first. */
  failures: FailureGroup[];
}

/** All that a page shows in sum, each as of one moment. */
export abstract class OutreachReader {
  abstract state(campaignId: string): Promise<OutreachState>;
  /** Of campaigns that have recipients or had a dispatch, in no order. */
  abstract summaries(): Promise<OutreachSummary[]>;
  /** Whether recipients of a campaign may change by themselves: a dispatch waits for its time, or is sending. */
  abstract isMoving(campaignId: string): Promise<boolean>;
}

export interface OutreachSummary {
  campaignId: string;
  recipients: number;
  dispatch: Pick<Dispatch, 'id' | 'status' | 'startedAt' | 'createdAt' | 'pause' | keyof DispatchSums> | null;
  responses: number;
  averageRating: number | null;
}

/** Who stands behind the token of a feedback link. */
export interface Invitation {
  recipientId: string;
  campaignId: string;
  campaignName: string;
  name: string;
  email: string | null;
  phone: string | null;
  sentAt: number | null;
  unsubscribed: boolean;
  answer: (Answer & { respondedAt: number }) | null;
}

export interface ResponseView extends Answer {
  recipientId: string;
  name: string;
  /** From the request to the answer; null when it was not known to be sent. */
  afterMs: number | null;
  respondedAt: number;
}

export interface FeedbackFigures {
  /** Recipients that were reached, and those for whom it failed for good. */
  sent: number;
  failed: number;
  responses: number;
  averageRating: number | null;
  /** How many gave 1, 2, 3, 4, 5. */
  ratings: [number, number, number, number, number];
  averageAfterMs: number | null;
  medianAfterMs: number | null;
}

/** By hour or day (UTC), oldest first; those in which nothing happened are left out. */
export interface FeedbackPoint {
  at: number;
  sent: number;
  responses: number;
  averageRating: number | null;
}

/**
 * What recipients answer. Every method is one atomic step.
 *
 * @throws DomainError `OUTREACH_UNAVAILABLE` (unavailable) from all of them when the store does not answer
 */
export abstract class FeedbackStore {
  abstract findByToken(token: string): Promise<Invitation | undefined>;
  /** Keeps the first answer. @returns false when there was one already, or the recipient was removed */
  abstract answer(recipientId: string, answer: Answer): Promise<boolean>;
  /** Of all addresses that the recipient has. @returns the campaigns, in no order, that have a recipient with one of them */
  abstract setUnsubscribed(recipientId: string, unsubscribed: boolean): Promise<string[]>;
  /** Newest first. */
  abstract responses(campaignId: string, limit: number, before?: { respondedAt: number; recipientId: string }): Promise<ResponseView[]>;
  abstract figures(campaignId: string): Promise<FeedbackFigures>;
  /** From the start of the hour or day that `from` is in, up to the end of the last one before `to`. */
  abstract series(campaignId: string, range: { from: number; to: number; granularity: 'hour' | 'day' }): Promise<FeedbackPoint[]>;
}

/** What campaigns' requests say. */
export abstract class TemplateStore {
  abstract find(campaignId: string): Promise<(Template & { updatedAt: number }) | undefined>;
  /** @throws DomainError `CAMPAIGN_NOT_FOUND` */
  abstract save(campaignId: string, template: Template): Promise<Template & { updatedAt: number }>;
}

/** What can be named in a template, as `{{ name }}`. */
export const TEMPLATE_FIELDS = ['name', 'email', 'phone', 'campaign', 'feedback_link', 'unsubscribe_link'] as const;
export type TemplateValues = Record<(typeof TEMPLATE_FIELDS)[number], string>;

/** Makes messages out of templates. */
export abstract class TemplateEngine {
  /** What is wrong with it: unknown fields, mistakes in the language; empty when nothing is. */
  abstract check(template: Template): { field: 'subject' | 'body'; message: string }[];
  /**
   * @returns one to be used many times; it throws an Error when the text becomes too large with these values
   * @throws Error when {@link check} finds something
   */
  abstract compile(template: Template): (values: TemplateValues) => Pick<Message, 'subject' | 'text' | 'html'>;
}

/** A way to reach people. */
export abstract class Channel {
  abstract readonly name: ChannelName;
  abstract readonly retries: RetryPolicy;
  /** How many deliveries it makes at a time. */
  abstract readonly concurrency: number;
  /** What has to be set before it can be used; undefined: it can. */
  abstract readonly missing: string | undefined;
  /** Never throws: what goes wrong is an outcome. Takes a minute at most. */
  abstract deliver(message: Message, settings: Pick<DispatchSettings, 'simulated'>): Promise<DeliveryOutcome>;
  abstract close(): Promise<void>;
}

/** All channels there are. */
export class Channels {
  constructor(readonly all: readonly Channel[]) {}

  get(name: ChannelName): Channel {
    return this.all.find((channel) => channel.name === name)!;
  }
}

