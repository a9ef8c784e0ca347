import { type Contact } from '../domain/contact.ts';
import { type ColumnMapping, type ColumnPlaces, guessMapping, placesOf } from '../domain/column-mapping.ts';
import { importUnreadable } from './errors.ts';
import { parseContact } from './parse-contact.ts';
import type { CsvRecord, PhoneNumbers } from './ports.ts';

/** How the lines of a file are to be read. */
export interface Reading {
  /** ISO 3166 code of where phone numbers without country code belong; undefined: all have one. */
  region: string | undefined;
  /** By the names of the columns; undefined: guessed. */
  mapping: ColumnMapping | undefined;
}

const LABELS: Record<string, string> = { name: 'the name', email: 'the e-mail address', phone: 'the phone number' };

/** Makes contacts out of the records of one file. */
export class ContactRows {
  readonly mapping: ColumnMapping;
  private readonly places: ColumnPlaces;

  /** @throws DomainError `IMPORT_UNREADABLE` when the mapping names columns that the file does not have */
  constructor(
    private readonly columns: readonly string[],
    private readonly reading: Reading,
    private readonly phones: PhoneNumbers,
  ) {
    this.mapping = reading.mapping ?? guessMapping(columns);
    const found = placesOf(this.mapping, columns);
    if ('missing' in found) throw importUnreadable(`The file has no column ${found.missing.map((name) => `"${name}"`).join(' and no ')}. ${this.whatThereIs()}`);
    this.places = found.places;
  }

  /** @throws DomainError `IMPORT_UNREADABLE` when there is no column with addresses */
  requireAddresses(): void {
    if (this.hasAddresses) return;
    throw importUnreadable(`Which column has the e-mail addresses, which the phone numbers? The first line has to name them, such as "E-mail" or "Phone", or the columns have to be chosen. ${this.whatThereIs()}`);
  }

  get hasAddresses(): boolean {
    return this.places.email >= 0 || this.places.phone >= 0;
  }

  /** Who stands in a record, or why nobody does. Without a name somebody is called by an address. */
  contactOf({ cells, problem }: CsvRecord): { contact: Contact } | { reason: string } {
    if (problem !== null) return { reason: problem };
    if (cells.slice(this.columns.length).some((cell) => cell !== '')) {
      return { reason: `has ${cells.length} cells, and the first line ${this.columns.length}: a cell with a delimiter in it must stand between quotation marks` };
    }
    const parsed = parseContact({ name: this.nameIn(cells), email: cells[this.places.email], phone: cells[this.places.phone] }, { ...this.reading, phones: this.phones, mayLackName: true });
    if ('contact' in parsed) return parsed;
    return { reason: parsed.errors.map(({ field, message }) => `${LABELS[field]} ${message}`).join('; ') };
  }

  private nameIn(cells: readonly string[]): string {
    return `${cells[this.places.name] ?? ''} ${cells[this.places.lastName] ?? ''}`.trim();
  }

  private whatThereIs(): string {
    return `Its columns are: ${this.columns.slice(0, 50).map((column) => `"${column.slice(0, 100)}"`).join(', ')}.`;
  }
}
