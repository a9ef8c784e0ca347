/** States of a job in Flink's words, of a job that is at work or will be by itself. */
const ALIVE = new Set(['INITIALIZING', 'CREATED', 'RUNNING', 'RESTARTING', 'FAILING', 'RECONCILING']);

export interface FlinkJob {
  id: string;
  name: string;
  state: string;
  isAlive: boolean;
  /** Milliseconds since 1970. */
  startedAt: number;
}

/** What of Flink's REST interface is needed to run jobs. Every call throws when the JobManager cannot be reached. */
export class Flink {
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async jobs(): Promise<FlinkJob[]> {
    const { jobs } = await this.call<{ jobs: { jid: string; name: string; state: string; 'start-time': number }[] }>('GET', '/jobs/overview');
    return jobs.map(({ jid, name, state, 'start-time': startedAt }) => ({ id: jid, name, state, isAlive: ALIVE.has(state), startedAt }));
  }

  /** Whether all tasks of a job are at work. */
  async isRunning(id: string): Promise<boolean> {
    const { state, vertices } = await this.call<{ state: string; vertices: { status: string }[] }>('GET', `/jobs/${id}`);
    return state === 'RUNNING' && vertices.every(({ status }) => status === 'RUNNING' || status === 'FINISHED');
  }

  /** How long a job was at work, and what its last checkpoint holds. */
  async runOf(id: string): Promise<{ state: string; seconds: number; stateBytes: number }> {
    const { state, now, 'end-time': end, timestamps } = await this.call<{ state: string; now: number; 'end-time': number; timestamps: { RUNNING: number } }>('GET', `/jobs/${id}`);
    const { latest } = await this.call<{ latest: { completed: { state_size: number } | null } }>('GET', `/jobs/${id}/checkpoints`);
    return { state, seconds: ((end > 0 ? end : now) - timestamps.RUNNING) / 1_000, stateBytes: latest.completed?.state_size ?? 0 };
  }

  /** Why a job failed last, in Flink's words. */
  async failureOf(id: string): Promise<string | undefined> {
    const { exceptionHistory } = await this.call<{ exceptionHistory?: { entries: { stacktrace: string }[] } }>('GET', `/jobs/${id}/exceptions`);
    return exceptionHistory?.entries[0]?.stacktrace.split('\n').filter((line) => !line.startsWith('\tat')).join(' ').slice(0, 1_000);
  }

  /** Ends a job with a savepoint below a directory (a `file:` address), and answers where that is. */
  async stop(id: string, directory: string, patienceMs: number): Promise<string> {
    const { 'request-id': trigger } = await this.call<{ 'request-id': string }>('POST', `/jobs/${id}/stop`, { drain: false, formatType: 'NATIVE', targetDirectory: directory });
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const { status, operation } = await this.call<{ status: { id: string }; operation?: { location?: string; 'failure-cause'?: { 'stack-trace': string } } }>('GET', `/jobs/${id}/savepoints/${trigger}`);
      if (status.id === 'COMPLETED') {
        if (operation?.location === undefined) throw new Error(`Flink could not take a savepoint of ${id}: ${operation?.['failure-cause']?.['stack-trace'].split('\n')[0] ?? 'no reason given'}`);
        return operation.location;
      }
      if (Date.now() > deadline) throw new Error(`Flink took no savepoint of ${id} within ${patienceMs / 1000} s`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  async cancel(id: string): Promise<void> {
    await this.call('PATCH', `/jobs/${id}?mode=cancel`);
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(this.url + path, {
      method,
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok) throw new Error(`Flink answered ${response.status} to ${method} ${path}: ${(await response.text()).slice(0, 300)}`);
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}
