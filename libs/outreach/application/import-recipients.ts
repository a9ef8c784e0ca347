import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../kernel/domain-error.ts';
import { DomainEventPublisher } from '../../kernel/domain-events.ts';
import { ContactRows, type Reading } from './contact-rows.ts';
import { campaignNotFound, importUnreadable } from './errors.ts';
import { ImportRun, NotRunning } from './import-run.ts';
import { CsvReader, type CsvTable, ImportStore, PhoneNumbers, type RecipientImport, RecipientStore, type Reject } from './ports.ts';
import { RestUnread, Upload } from './upload.ts';

export interface UploadedFile {
  name: string;
  /** Where it is known. */
  bytes: number | null;
  /** Throws when the rest will not come. */
  content: AsyncIterable<Uint8Array>;
}

interface Imported {
  import: RecipientImport;
  /** The first of them. */
  rejects: Reject[];
}

/**
 * Adds those who stand in a CSV file to a campaign, while it arrives. Lines that cannot be used are kept with the reason; nothing of the
 * others waits for them. When the rest of the file cannot be read, those that were stay, and the import says why it is aborted.
 *
 * @throws DomainError `CAMPAIGN_NOT_FOUND`, `IMPORT_UNDER_WAY`, `IMPORT_UNREADABLE`, `OUTREACH_UNAVAILABLE`
 */
export class ImportRecipients extends Command<Imported> {
  constructor(
    readonly campaignId: string,
    readonly file: UploadedFile,
    readonly reading: Reading,
  ) {
    super();
  }
}

@CommandHandler(ImportRecipients)
export class ImportRecipientsHandler implements ICommandHandler<ImportRecipients> {
  constructor(
    private readonly csv: CsvReader,
    private readonly phones: PhoneNumbers,
    private readonly recipients: RecipientStore,
    private readonly imports: ImportStore,
    private readonly publisher: DomainEventPublisher,
  ) {}

  async execute({ campaignId, file, reading }: ImportRecipients): Promise<Imported> {
    const upload = new Upload(file.content);
    const { columns, header, records } = await this.begin(upload);
    const rows = new ContactRows(columns, reading, this.phones);
    rows.requireAddresses();
    const run = new ImportRun(await this.imports.begin({ campaignId, fileName: file.name, bytes: file.bytes, header }), upload, this.recipients, this.imports, this.publisher);
    try {
      await run.readAll(records, rows);
    } catch (error) {
      if (!(error instanceof NotRunning)) throw error;
    }
    const found = await this.imports.find(run.present.id);
    if (found === undefined) throw campaignNotFound();
    return { import: found, rejects: run.told };
  }

  /** @throws DomainError when not even the first line can be read */
  private async begin(upload: Upload): Promise<CsvTable> {
    try {
      return await this.csv.read(upload);
    } catch (error) {
      if (!(error instanceof RestUnread)) throw error;
      throw error.cause instanceof DomainError ? error.cause : importUnreadable(error.message);
    }
  }
}
