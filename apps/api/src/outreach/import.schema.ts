import { formatUtcTime } from '../../../../libs/events/domain/utc-time.ts';
import type { RecipientImport, Reject } from '../../../../libs/outreach/application/ports.ts';
import type { Preview } from '../../../../libs/outreach/application/preview-import.ts';
import type { ColumnMapping } from '../../../../libs/outreach/domain/column-mapping.ts';

export interface ImportBody {
  id: string;
  campaign_id: string;
  status: RecipientImport['status'];
  file_name: string;
  bytes: number | null;
  bytes_read: number;
  lines: number;
  added: number;
  merged: number;
  repeated: number;
  rejected: number;
  problem: string | null;
  started_at: string;
  updated_at: string;
  finished_at: string | null;
}

const time = { type: 'string', format: 'date-time' } as const;
const stringOrNull = { type: ['string', 'null'] } as const;

export const importSchema = {
  type: 'object',
  required: ['id', 'campaign_id', 'status', 'file_name', 'bytes', 'bytes_read', 'lines', 'added', 'merged', 'repeated', 'rejected', 'problem', 'started_at', 'updated_at', 'finished_at'],
  properties: {
    id: { type: 'string', format: 'uuid' },
    campaign_id: { type: 'string' },
    status: { type: 'string', enum: ['running', 'completed', 'aborted'], description: 'Aborted: not all of the file was read; problem says why, and who was read before that stays.' },
    file_name: { type: 'string' },
    bytes: { type: ['integer', 'null'], description: 'Size of the file, where it is known.' },
    bytes_read: { type: 'integer' },
    lines: { type: 'integer', description: 'Lines with a recipient on them: added + merged + repeated + rejected.' },
    added: { type: 'integer' },
    merged: { type: 'integer', description: 'Told something new about a recipient who was there, in the campaign or further up in the file.' },
    repeated: { type: 'integer', description: 'Told nothing new.' },
    rejected: { type: 'integer', description: 'Could not be used; see its rejects.' },
    problem: { ...stringOrNull, description: 'For people: why the rest of the file was not read.' },
    started_at: time,
    updated_at: time,
    finished_at: { type: ['string', 'null'], format: 'date-time' },
  },
} as const;

export function toImportBody(present: RecipientImport): ImportBody {
  return {
    id: present.id,
    campaign_id: present.campaignId,
    status: present.status,
    file_name: present.fileName,
    bytes: present.bytes,
    bytes_read: present.bytesRead,
    lines: present.lines,
    added: present.added,
    merged: present.merged,
    repeated: present.repeated,
    rejected: present.rejected,
    problem: present.problem,
    started_at: formatUtcTime(present.startedAt),
    updated_at: formatUtcTime(present.updatedAt),
    finished_at: present.finishedAt === null ? null : formatUtcTime(present.finishedAt),
  };
}

export const importedSchema = {
  ...importSchema,
  required: [...importSchema.required, 'rejects'],
  properties: {
    ...importSchema.properties,
    rejects: {
      type: 'array',
      description: 'The first 100 lines that could not be used.',
      items: {
        type: 'object',
        required: ['line', 'reason', 'text'],
        properties: { line: { type: 'integer', description: 'As editors number them.' }, reason: { type: 'string' }, text: { type: 'string', description: 'The line as it came.' } },
      },
    },
  },
} as const;

export type ImportedBody = ImportBody & { rejects: Reject[] };

const mappingSchema = {
  type: 'object',
  required: ['name', 'last_name', 'email', 'phone'],
  properties: {
    name: { ...stringOrNull, description: 'Name of the column.' },
    last_name: { ...stringOrNull, description: 'A second part of the name, which follows the first.' },
    email: stringOrNull,
    phone: stringOrNull,
  },
} as const;

export const previewSchema = {
  type: 'object',
  required: ['delimiter', 'columns', 'mapping', 'rows', 'lines'],
  properties: {
    delimiter: { type: 'string', enum: [',', ';', '\t'] },
    columns: { type: 'array', items: { type: 'string' }, description: 'As the first line names them.' },
    mapping: mappingSchema,
    rows: {
      type: 'array',
      description: 'The first 20 lines.',
      items: {
        type: 'object',
        required: ['line', 'cells', 'name', 'email', 'phone', 'reason'],
        properties: {
          line: { type: 'integer', description: 'As editors number them.' },
          cells: { type: 'array', items: { type: 'string' } },
          name: { ...stringOrNull, description: 'As it would be added. Where the file has none: what stands before the @, or the phone number.' },
          email: stringOrNull,
          phone: stringOrNull,
          reason: { ...stringOrNull, description: 'Why the line cannot be used.' },
        },
      },
    },
    lines: { type: 'integer', description: 'With a recipient on them, in the part that was sent.' },
  },
} as const;

export interface PreviewBody {
  delimiter: string;
  columns: string[];
  mapping: { name: string | null; last_name: string | null; email: string | null; phone: string | null };
  rows: { line: number; cells: string[]; name: string | null; email: string | null; phone: string | null; reason: string | null }[];
  lines: number;
}

export function toPreviewBody({ delimiter, columns, mapping, rows, lines }: Preview): PreviewBody {
  return {
    delimiter,
    columns,
    mapping: toMappingBody(mapping),
    rows: rows.map(({ line, cells, contact, reason }) => ({ line, cells, name: contact?.name ?? null, email: contact?.email ?? null, phone: contact?.phone ?? null, reason })),
    lines,
  };
}

function toMappingBody({ name, lastName, email, phone }: ColumnMapping): PreviewBody['mapping'] {
  return { name, last_name: lastName, email, phone };
}
