import { DomainError } from '../../kernel/domain-error.ts';
import type { DomainEventPublisher } from '../../kernel/domain-events.ts';
import type { Contact } from '../domain/contact.ts';
import type { ImportChanged, RecipientsChanged } from '../domain/domain-events.ts';
import type { ContactRows } from './contact-rows.ts';
import type { CsvRecord, ImportStore, RecipientImport, RecipientStore, Reject } from './ports.ts';
import { IMPORT_LIMITS, RestUnread, type Upload } from './upload.ts';

/** Of the lines that could not be used, so many are told at once; all of them can be downloaded. */
const TOLD_REJECTS = 100;
/** Lines that are merged in one transaction. */
const BATCH = 500;
/** Of a slow upload, what has come is merged after so long. */
const FLUSH_MS = 1_000;
/** News of the progress come four times a second. */
const NEWS_MS = 250;

/** Others take the import for over, or its campaign is gone. */
export class NotRunning extends Error {}

/** One import, from its second line to its end. */
export class ImportRun {
  /** The first lines that could not be used. */
  readonly told: Reject[] = [];
  private waiting: { contact: Contact; record: CsvRecord }[] = [];
  private rejects: Reject[] = [];
  private taken = 0;
  private flushedAt = Date.now();
  private newsAt = 0;

  constructor(
    public present: RecipientImport,
    private readonly upload: Upload,
    private readonly recipients: RecipientStore,
    private readonly imports: ImportStore,
    private readonly publisher: DomainEventPublisher,
  ) {}

  /**
   * When the rest of the file cannot be read, the lines before it stay, and the import is aborted.
   *
   * @throws NotRunning, and what the stores throw
   */
  async readAll(records: AsyncIterable<CsvRecord[]>, rows: ContactRows): Promise<void> {
    this.tell();
    try {
      for await (const portion of records) {
        for (const record of portion) {
          this.take(record, rows);
          if (this.waiting.length + this.rejects.length >= BATCH) await this.flush();
        }
        if (Date.now() - this.flushedAt >= FLUSH_MS) await this.flush();
      }
      await this.flush({ status: 'completed' });
    } catch (error) {
      if (error instanceof RestUnread) await this.flush({ status: 'aborted', problem: error.message });
      else await this.giveUp(error);
    } finally {
      this.tell();
    }
  }

  private take(record: CsvRecord, rows: ContactRows): void {
    if (this.taken === IMPORT_LIMITS.lines) {
      throw new RestUnread(`The file has more than ${IMPORT_LIMITS.lines.toLocaleString('en')} lines: line ${record.line} and those after it were not read. Please put them into another file.`);
    }
    this.taken += 1;
    const read = rows.contactOf(record);
    if ('reason' in read) this.reject(record, read.reason);
    else this.waiting.push({ contact: read.contact, record });
  }

  private reject({ line, text }: CsvRecord, reason: string): void {
    const reject = { line, reason, text };
    this.rejects.push(reject);
    if (this.told.length < TOLD_REJECTS) this.told.push(reject);
  }

  /** Merges what waits, and writes down how far it is. */
  private async flush(end: { status: 'running' | 'completed' | 'aborted'; problem?: string } = { status: 'running' }): Promise<void> {
    const batch = this.waiting;
    this.waiting = [];
    const { campaignId } = this.present;
    const outcomes = batch.length === 0 ? [] : await this.recipients.merge(campaignId, batch.map(({ contact }) => contact));
    const { added, merged, repeated, rejected } = this.present;
    const counts = { added, merged, repeated, rejected };
    outcomes.forEach((outcome, place) => {
      if (outcome.status === 'conflict') this.reject(batch[place]!.record, outcome.reason);
      else counts[outcome.status] += 1;
    });
    counts.rejected += this.rejects.length;
    this.present = { ...this.present, ...counts, lines: counts.added + counts.merged + counts.repeated + counts.rejected };
    await this.write(end);
    this.flushedAt = Date.now();
    if (this.flushedAt - this.newsAt >= NEWS_MS) this.tell();
  }

  private async write({ status, problem = null }: { status: RecipientImport['status']; problem?: string | null }): Promise<void> {
    const rejects = this.rejects;
    this.rejects = [];
    this.present = { ...this.present, status, problem, bytesRead: this.upload.bytes };
    if (!(await this.imports.progress(this.present, rejects))) throw new NotRunning();
  }

  /** Something other than the file is at fault. When the database is away, it cannot be told: after a minute of silence the import is over, too. */
  private async giveUp(error: unknown): Promise<never> {
    const problem = error instanceof DomainError ? error.message : 'Something failed on our side.';
    if (!(error instanceof NotRunning)) await this.write({ status: 'aborted', problem }).catch(() => undefined);
    throw error;
  }

  private tell(): void {
    const { campaignId, id } = this.present;
    this.newsAt = Date.now();
    this.publisher.publish<ImportChanged>({ type: 'ImportChanged', campaignId, importId: id });
    this.publisher.publish<RecipientsChanged>({ type: 'RecipientsChanged', campaignId });
  }
}
