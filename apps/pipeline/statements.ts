import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the placeholders of ddl/kafka.sql stand for. */
export interface Tables {
  /** host:port[,host:port…] */
  brokers: string;
  /** In front of every topic and transactional id. */
  prefix: string;
  /** `unbounded`, or `latest-offset`: sources end with what is there when the job starts. */
  bounded: 'unbounded' | 'latest-offset';
}

export const JOBS = ['count-once', 'aggregate', 'anomalies'] as const;
export type Job = (typeof JOBS)[number];

/** Seen from dist/apps/pipeline, too: SQL is not built. */
const FOLDER = import.meta.dirname.replace(/([/\\])dist([/\\]apps[/\\]pipeline)$/, '$2');

/** The statements that define all tables of a job. */
export function tableStatements({ brokers, prefix, bounded }: Tables, job: Job): string[] {
  const values: Record<string, string> = {
    brokers,
    prefix,
    bounded,
    job,
    idle_timeout: bounded === 'unbounded' ? '5 s' : '0 s',
    long_idle_timeout: bounded === 'unbounded' ? '60 s' : '0 s',
  };
  const text = readFileSync(join(FOLDER, 'ddl/kafka.sql'), 'utf8');
  return split(withoutComments(text).replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name]!));
}

/** The statements of a job: settings, views, and last the one that starts it. */
export function jobStatements(job: Job): string[] {
  return split(withoutComments(readFileSync(join(FOLDER, `jobs/${job}.sql`), 'utf8')));
}

function withoutComments(sql: string): string {
  return sql.replace(/^\s*--.*$/gm, '');
}

/** The gateway takes one statement at a time; a statement set is one, with semicolons in it. No text in our SQL contains any. */
function split(sql: string): string[] {
  const statements: string[] = [];
  let open = '';
  for (const part of sql.split(';')) {
    open += open === '' ? part : `;${part}`;
    if (open.includes('EXECUTE STATEMENT SET BEGIN') && part.trim() !== 'END') continue;
    if (open.trim() !== '') statements.push(open.includes('STATEMENT SET') ? `${open.trim()};` : open.trim());
    open = '';
  }
  return statements;
}
