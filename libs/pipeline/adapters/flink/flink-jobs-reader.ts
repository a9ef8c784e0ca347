import type { FlinkJobsReader, FlinkJobView } from '../../application/ports.ts';

/** The status of jobs is looked at by people who wait for it. */
const ANSWER_MS = 1_500;
/** Before a source has said anything, its watermark is the lowest number there is. */
const LOWEST_WATERMARK = -(2 ** 62);

interface Overview {
  jobs: { jid: string; name: string; state: string; 'start-time': number; 'last-modification': number }[];
}

interface Checkpoints {
  counts?: { failed?: number };
  latest?: { completed?: { latest_ack_timestamp: number; end_to_end_duration: number; state_size: number } | null };
}

interface Details {
  vertices: { id: string; name: string }[];
}

const STATES: Record<string, FlinkJobView['state']> = { RUNNING: 'running', FAILED: 'failed', CANCELED: 'failed', FINISHED: 'failed', SUSPENDED: 'failed', FAILING: 'restarting', RESTARTING: 'restarting', CREATED: 'restarting', INITIALIZING: 'restarting', RECONCILING: 'restarting' };

/** Asks a Flink cluster by its REST interface. @see https://nightlies.apache.org/flink/flink-docs-stable/docs/ops/rest_api/ */
export class HttpFlinkJobsReader implements FlinkJobsReader {
  constructor(private readonly url: string) {}

  async read(names: readonly string[]): Promise<FlinkJobView[]> {
    const { jobs } = await this.get<Overview>('/jobs/overview');
    return Promise.all(
      names.map(async (name) => {
        // One that was stopped stays in the list beside the one that came after it.
        const job = jobs.filter((each) => each.name === name).sort((a, b) => Number(a.state === 'RUNNING') - Number(b.state === 'RUNNING') || a['start-time'] - b['start-time']).at(-1);
        if (job === undefined) return { name, state: 'missing', since: null, checkpoint: null, recordsPerSecond: null, watermark: null };
        const state = STATES[job.state] ?? 'unknown';
        const [checkpoint, figures] = await Promise.all([orNull(this.checkpointOf(job.jid)), state === 'running' ? orNull(this.figuresOf(job.jid)) : null]);
        return { name, state, since: job['start-time'], checkpoint, recordsPerSecond: figures?.recordsPerSecond ?? null, watermark: figures?.watermark ?? null };
      }),
    );
  }

  private async checkpointOf(id: string): Promise<FlinkJobView['checkpoint']> {
    const { counts, latest } = await this.get<Checkpoints>(`/jobs/${id}/checkpoints`);
    const completed = latest?.completed;
    return completed ? { completedAt: completed.latest_ack_timestamp, durationMs: completed.end_to_end_duration, stateBytes: completed.state_size, failed: counts?.failed ?? 0 } : null;
  }

  /** Records that its sources hand on in a second, and the lowest watermark of all that has one. */
  private async figuresOf(id: string): Promise<{ recordsPerSecond: number | null; watermark: number | null }> {
    const { vertices } = await this.get<Details>(`/jobs/${id}`);
    const sources = vertices.filter(({ name }) => name.startsWith('Source:'));
    const rates = await Promise.all(sources.map(({ id: vertex }) => this.get<{ sum?: number }[]>(`/jobs/${id}/vertices/${vertex}/subtasks/metrics?get=numRecordsOutPerSecond&agg=sum`)));
    const watermarks = await Promise.all(vertices.map(({ id: vertex }) => this.get<{ value: string }[]>(`/jobs/${id}/vertices/${vertex}/watermarks`)));
    const known = watermarks.flat().map(({ value }) => Number(value)).filter((value) => Number.isFinite(value) && value > LOWEST_WATERMARK);
    const sums = rates.flatMap((each) => each.flatMap(({ sum }) => sum ?? []));
    return { recordsPerSecond: sums.length === 0 ? null : sums.reduce((total, sum) => total + sum, 0), watermark: known.length === 0 ? null : Math.min(...known) };
  }

  private async get<Body>(path: string): Promise<Body> {
    const answer = await fetch(this.url + path, { signal: AbortSignal.timeout(ANSWER_MS) });
    if (!answer.ok) throw new Error(`Flink answers ${answer.status} to ${path}.`);
    return (await answer.json()) as Body;
  }
}

function orNull<Value>(asked: Promise<Value>): Promise<Value | null> {
  return asked.catch(() => null);
}
