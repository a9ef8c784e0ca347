/** A column as both sides can describe it: the schema's text and the database's catalogue. */
interface Column {
  /** As PostgreSQL writes it, such as `timestamp(3) with time zone`. */
  type: string;
  nullable: boolean;
  /** None, a value written as text, or `now`. */
  default: string | null;
}

export interface Table {
  columns: Record<string, Column>;
  primaryKey: string[];
  /** Names of the unique indexes, each with its columns. */
  unique: Record<string, string[]>;
}

export interface Schema {
  tables: Record<string, Table>;
  enums: Record<string, string[]>;
}

const TYPES: Record<string, string> = { String: 'text', Int: 'integer', BigInt: 'bigint', Boolean: 'boolean', Float: 'double precision', Json: 'jsonb', DateTime: 'timestamp(3) without time zone', Decimal: 'numeric(65,30)' };

/** Reads as much of a schema.prisma as this project uses. What it does not know is an error, never passed over. */
export function readPrismaSchema(text: string): Schema {
  const blocks = [...text.matchAll(/^(model|enum) (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, kind, name, body]) => ({
    kind,
    name: /^\s*@@map\("(\w+)"\)/m.exec(body!)?.[1] ?? name!,
    model: name!,
    lines: body!.split('\n').map((line) => line.replace(/\/\/.*$/, '').trim()).filter(Boolean),
  }));
  const enums = Object.fromEntries(blocks.filter(({ kind }) => kind === 'enum').map(({ name, lines }) => [name, lines.filter((line) => !line.startsWith('@@'))]));
  const enumNames = new Map(blocks.filter(({ kind }) => kind === 'enum').map(({ model, name }) => [model, name]));
  const models = new Set(blocks.filter(({ kind }) => kind === 'model').map(({ model }) => model));
  const tables = Object.fromEntries(blocks.filter(({ kind }) => kind === 'model').map(({ name, lines }) => [name, readModel(name, lines, enumNames, models)]));
  return { tables, enums };
}

function readModel(table: string, lines: string[], enums: Map<string, string>, models: Set<string>): Table {
  const columns: Record<string, Column> = {};
  const names = new Map<string, string>();
  let primaryKey: string[] = [];
  const unique: Record<string, string[]> = {};
  for (const line of lines.filter((each) => !each.startsWith('@@'))) {
    const [, field, type, marks, attributes] = /^(\w+)\s+(\w+)(\?|\[\])?\s*(.*)$/.exec(line) ?? [];
    if (field === undefined || type === undefined) throw new Error(`the line "${line}" of ${table} is not understood`);
    if (models.has(type)) continue;
    const column = /@map\("(\w+)"\)/.exec(attributes!)?.[1] ?? field;
    names.set(field, column);
    const single = columnType(type, attributes!, enums);
    // A list that is null is an empty one to Prisma, whose own migrations let its column be null.
    columns[column] = { type: marks === '[]' ? `${single}[]` : single, nullable: marks !== undefined, default: columnDefault(attributes!) };
    if (/@id\b/.test(attributes!)) primaryKey = [column];
    const index = /@unique(?:\(map: "(\w+)"\))?/.exec(attributes!);
    if (index) unique[index[1] ?? `${table}_${column}_key`] = [column];
  }
  for (const line of lines.filter((each) => each.startsWith('@@') && each !== '@@ignore')) {
    const [, kind, fields, rest] = /^@@(\w+)\((?:\[([^\]]*)\])?(.*)\)$/.exec(line) ?? [];
    const list = (fields ?? '').split(',').map((field) => names.get(field.trim().replace(/\(.*\)/, '')) ?? field.trim());
    if (kind === 'id') primaryKey = list;
    else if (kind === 'unique') unique[/map: "(\w+)"/.exec(rest!)?.[1] ?? `${table}_${list.join('_')}_key`] = list;
    else if (kind !== 'map' && kind !== 'index') throw new Error(`the line "${line}" of ${table} is not understood`);
  }
  return { columns, primaryKey, unique };
}

function columnType(type: string, attributes: string, enums: Map<string, string>): string {
  const [, native, size] = /@db\.(\w+)(?:\(([^)]*)\))?/.exec(attributes) ?? [];
  switch (native) {
    case undefined: {
      const known = enums.get(type) ?? TYPES[type];
      if (known === undefined) throw new Error(`the type ${type} is not understood`);
      return known;
    }
    case 'Timestamptz':
      return `timestamp(${size}) with time zone`;
    case 'Decimal':
      return `numeric(${size!.replaceAll(' ', '')})`;
    case 'VarChar':
      return `character varying(${size})`;
    case 'SmallInt':
      return 'smallint';
    default:
      return native.toLowerCase();
  }
}

function columnDefault(attributes: string): string | null {
  const value = /@default\(("[^"]*"|[^()]*(?:\([^()]*\))?[^()]*)\)/.exec(attributes)?.[1];
  if (value === undefined || value === 'uuid()' || value === 'uuid(7)') return null;
  if (value === 'now()') return 'now';
  const generated = /^dbgenerated\("(.*)"\)$/.exec(value)?.[1];
  return generated ?? value.replace(/^"|"$/g, '');
}
