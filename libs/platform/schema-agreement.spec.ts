import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { readPrismaSchema, type Schema, type Table } from '../../apps/api/test/support/prisma-schema.ts';
import { createTestDatabase, type TestDatabase } from '../../apps/api/test/support/test-database.ts';

const COLUMNS = `
  SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable,
         pg_get_expr(d.adbin, d.adrelid) AS default
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations'
  ORDER BY c.relname, a.attnum`;

const INDEXES = `
  SELECT t.relname AS table, i.relname AS name, x.indisprimary AS primary,
         array_agg(a.attname::text ORDER BY k.place) AS columns
  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid,
       unnest(x.indkey) WITH ORDINALITY AS k (attnum, place), pg_attribute a
  WHERE a.attrelid = t.oid AND a.attnum = k.attnum AND x.indisunique AND x.indpred IS NULL
    AND t.relnamespace = 'public'::regnamespace AND t.relname <> '_prisma_migrations'
  GROUP BY 1, 2, 3`;

const ENUMS = `
  SELECT t.typname AS name, array_agg(e.enumlabel::text ORDER BY e.enumsortorder) AS values
  FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid GROUP BY 1`;

interface ColumnRow {
  table: string;
  name: string;
  type: string;
  nullable: boolean;
  default: string | null;
}

/** The migrated database, described as the schema is. */
async function readDatabaseSchema(client: pg.Client): Promise<Schema> {
  const tables: Record<string, Table> = {};
  for (const { table, name, ...column } of (await client.query<ColumnRow>(COLUMNS)).rows) {
    tables[table] ??= { columns: {}, primaryKey: [], unique: {} };
    tables[table].columns[name] = { type: column.type, nullable: column.nullable, default: plainDefault(column.default) };
  }
  for (const { table, name, primary, columns } of (await client.query<{ table: string; name: string; primary: boolean; columns: string[] }>(INDEXES)).rows) {
    if (primary) tables[table]!.primaryKey = columns;
    else tables[table]!.unique[name] = columns;
  }
  const enums = (await client.query<{ name: string; values: string[] }>(ENUMS)).rows.map(({ name, values }) => [name, values] as const);
  return { tables, enums: Object.fromEntries(enums) };
}

function plainDefault(expression: string | null): string | null {
  if (expression === null) return null;
  if (expression === 'CURRENT_TIMESTAMP' || expression === 'now()') return 'now';
  return expression.replace(/::[\w ()",]+$/, '').replace(/^'(.*)'$/, '$1');
}

describe('prisma/schema.prisma and the migrated database', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let text: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    text = await readFile('prisma/schema.prisma', 'utf8');
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  test('describe the same tables, columns, keys and enums', async () => {
    const schema = readPrismaSchema(text);
    expect(Object.keys(schema.tables)).toContain('events_raw');
    expect(schema).toEqual(await readDatabaseSchema(client));
  });

  test.each([
    ['a column that only the schema has', /( {2}source +String\n)/, '$1  extra String?\n'],
    ['a column that only the database has', / {2}source +String\n/, ''],
    ['a column that may be null on one side', /creativeId String\?/, 'creativeId String'],
    ['another type', /spend +Decimal +@default\(0\) @db\.Decimal\(28, 9\)/, 'spend Decimal @default(0) @db.Decimal(28, 6)'],
    ['a list where there is one value', /minutesTo +String\[\]/, 'minutesTo String?'],
    ['another precision', /@map\("occurred_at"\) @db\.Timestamptz\(3\)/, '@map("occurred_at") @db.Timestamptz(6)'],
    ['another default', /clicks +BigInt +@default\(0\)/, 'clicks BigInt @default(1)'],
    ['no default', /clicks +BigInt +@default\(0\)/, 'clicks BigInt'],
    ['another primary key', /@@id\(\[campaignId, minute, deviceType\]\)/, '@@id([campaignId, deviceType, minute])'],
    ['no unique index', /@unique\(map: "events_raw_event_id_key"\) /, ''],
    ['another value of an enum', / {2}click\n/, '  clicked\n'],
    ['a table that only the schema has', /$/, '\nmodel Extra {\n  id String @id\n}\n'],
  ])('would not agree on %s', async (_, pattern, replacement) => {
    const changed = text.replace(pattern, replacement);
    expect(changed).not.toBe(text);
    expect(readPrismaSchema(changed)).not.toEqual(await readDatabaseSchema(client));
  });

  test.each(['ALTER TABLE events_raw ADD COLUMN extra TEXT', 'ALTER TABLE events_raw DROP COLUMN source', 'CREATE TABLE extra (id TEXT)', 'CREATE UNIQUE INDEX ON events_raw (source)', `ALTER TYPE event_type ADD VALUE 'view'`])(
    'would not agree after %s',
    async (change) => {
      await client.query('BEGIN');
      try {
        await client.query(change);
        expect(readPrismaSchema(text)).not.toEqual(await readDatabaseSchema(client));
      } finally {
        await client.query('ROLLBACK');
      }
    },
  );
});
