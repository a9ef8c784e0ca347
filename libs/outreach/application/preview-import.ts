import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { ColumnMapping } from '../domain/column-mapping.ts';
import type { Contact } from '../domain/contact.ts';
import { ContactRows, type Reading } from './contact-rows.ts';
import { CsvReader, type CsvRecord, PhoneNumbers } from './ports.ts';

const SHOWN_ROWS = 20;
const UNMAPPED = 'it has to be chosen which column has the e-mail addresses, or the phone numbers';

interface PreviewRow {
  line: number;
  cells: string[];
  /** What would be added; null where the line cannot be used. */
  contact: Contact | null;
  /** Why it cannot. */
  reason: string | null;
}

export interface Preview {
  delimiter: string;
  columns: string[];
  mapping: ColumnMapping;
  rows: PreviewRow[];
  /** With a recipient on them, in the part that was sent. */
  lines: number;
}

/**
 * What an import would make of the beginning of a file. Nothing is stored.
 *
 * @throws DomainError `IMPORT_UNREADABLE`
 */
export class PreviewImport extends Query<Preview> {
  /** @param part its last line may be cut off */
  constructor(
    readonly part: Uint8Array,
    readonly reading: Reading,
  ) {
    super();
  }
}

@QueryHandler(PreviewImport)
export class PreviewImportHandler implements IQueryHandler<PreviewImport> {
  constructor(
    private readonly csv: CsvReader,
    private readonly phones: PhoneNumbers,
  ) {}

  async execute({ part, reading }: PreviewImport): Promise<Preview> {
    const { delimiter, columns, records: portions } = await this.csv.read(inOnePiece(part));
    const rows = new ContactRows(columns, reading, this.phones);
    const records: CsvRecord[] = [];
    for await (const portion of portions) records.push(...portion);
    // Only where it is of no consequence is the last line taken for one that was cut: a short file is seen whole.
    const shown = records.slice(0, SHOWN_ROWS).map((record): PreviewRow => {
      const { line, cells } = record;
      const read = rows.hasAddresses ? rows.contactOf(record) : { reason: UNMAPPED };
      return 'contact' in read ? { line, cells, contact: read.contact, reason: null } : { line, cells, contact: null, reason: read.reason };
    });
    return { delimiter, columns, mapping: rows.mapping, rows: shown, lines: records.length };
  }
}

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
