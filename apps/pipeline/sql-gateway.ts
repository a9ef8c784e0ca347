import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 100;
/** Planning a job takes seconds on a busy machine. */
const PATIENCE_MS = 120_000;

interface ResultPage {
  resultType: 'NOT_READY' | 'PAYLOAD' | 'EOS';
  results?: { data: { fields: unknown[] }[] };
  jobID?: string;
  nextResultUri?: string;
}

export interface StatementResult {
  /** Of a statement that started a job. */
  jobId: string | undefined;
  rows: unknown[][];
}

/** A statement that Flink refused: what it says itself, without the stack around it. */
class SqlRefused extends Error {
  override readonly name = 'SqlRefused';
}

/**
 * One session of Flink's SQL Gateway, by its REST interface (v3): statements see each other's tables, views and settings.
 *
 * @throws SqlRefused from {@link execute}; TypeError (of `fetch`) when the gateway cannot be reached
 */
export class SqlSession {
  private readonly url: string;
  private readonly handle: string;

  private constructor(url: string, handle: string) {
    this.url = url;
    this.handle = handle;
  }

  /** @param properties settings of Flink for everything in this session */
  static async open(gatewayUrl: string, properties: Record<string, string> = {}): Promise<SqlSession> {
    const { sessionHandle } = await call<{ sessionHandle: string }>('POST', `${gatewayUrl}/v3/sessions`, { properties });
    return new SqlSession(gatewayUrl, sessionHandle);
  }

  /** Resolves when the statement has been carried out; one that starts a job, when the job is submitted. */
  async execute(statement: string): Promise<StatementResult> {
    const { operationHandle } = await call<{ operationHandle: string }>('POST', `${this.url}/v3/sessions/${this.handle}/statements`, { statement });
    const operation = `/v3/sessions/${this.handle}/operations/${operationHandle}`;
    const rows: unknown[][] = [];
    const deadline = Date.now() + PATIENCE_MS;
    let next: string | undefined = `${operation}/result/0?rowFormat=JSON`;
    let jobId: string | undefined;
    while (next !== undefined) {
      const page: ResultPage = await call<ResultPage>('GET', this.url + next);
      if (page.resultType === 'NOT_READY') {
        if (Date.now() > deadline) throw new SqlRefused(`Flink did not answer for ${PATIENCE_MS / 1000} s: ${firstLine(statement)}`);
        await sleep(POLL_MS);
      }
      jobId ??= page.jobID;
      rows.push(...(page.results?.data ?? []).map(({ fields }) => fields));
      next = page.resultType === 'EOS' ? undefined : page.nextResultUri;
    }
    await call('DELETE', `${this.url}${operation}/close`);
    return { jobId, rows };
  }

  async close(): Promise<void> {
    await call('DELETE', `${this.url}/v3/sessions/${this.handle}`);
  }
}

async function call<T>(method: string, url: string, body?: unknown): Promise<T> {
  const response = await fetch(url, {
    method,
    ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const text = await response.text();
  if (!response.ok) throw new SqlRefused(reasonOf(text));
  return (text === '' ? {} : JSON.parse(text)) as T;
}

/** The gateway answers with Java's stack; the last cause is what went wrong. */
function reasonOf(text: string): string {
  const causes = [...text.matchAll(/Caused by: [\w.$]+(?:Exception|Error)?: (.*?)(?=\\n)/g)].map(([, reason]) => reason!);
  return causes.at(-1) ?? text.slice(0, 500);
}

function firstLine(statement: string): string {
  return statement.trim().replace(/\n[^]*/, '…');
}
