import type { JobView, PipelineStatusReader, PipelineStatusView, StageView, StreamingView } from './ports.ts';

const MINUTE_MS = 60_000;
/** However many look at it, the cluster is asked so often at most. */
const CACHED_MS = 1_500;
const JOBS = ['count-once', 'aggregate', 'anomalies'] as const;
/** Brokers that are away take longer to say so than people wait. */
const PATIENCE_MS = 2_000;
/** No time that anybody could mean: a job that has read all there will ever be says that time is over. */
const LATEST_MS = Date.UTC(10_000, 0, 1);

export interface FlinkJobView extends JobView {
  recordsPerSecond: number | null;
  /** Milliseconds since 1970. */
  watermark: number | null;
}

export abstract class FlinkJobsReader {
  /** The jobs of these names. Rejects when the cluster does not answer. */
  abstract read(names: readonly string[]): Promise<FlinkJobView[]>;
}

interface Sources {
  flink: FlinkJobsReader;
  /** Records that each of these readers has still to read. Rejects when the brokers do not answer. */
  lags: () => Promise<ReadonlyMap<StageView['name'], number>>;
  /** How many events were set aside. */
  setAside: () => Promise<number>;
}

/** The status of the streaming pipeline, as far as it can be found out: what does not answer is unknown. */
export class StreamingStatus implements PipelineStatusReader {
  private cached: { at: number; status: Promise<PipelineStatusView> } | undefined;

  constructor(private readonly sources: Sources) {}

  read(): Promise<PipelineStatusView> {
    const now = Date.now();
    if (this.cached === undefined || now - this.cached.at >= CACHED_MS) this.cached = { at: now, status: this.ask() };
    return this.cached.status;
  }

  private async ask(): Promise<PipelineStatusView> {
    const { flink, lags, setAside } = this.sources;
    const [jobs, behind, aside] = await Promise.allSettled([withPatience(flink.read(JOBS)), withPatience(lags()), withPatience(setAside())]);
    const told = jobs.status === 'fulfilled' ? jobs.value : JOBS.map((name): FlinkJobView => ({ name, state: 'unknown', since: null, checkpoint: null, recordsPerSecond: null, watermark: null }));
    const watermark = told.find(({ name }) => name === 'anomalies')?.watermark ?? null;
    const known = watermark !== null && watermark >= 0 && watermark < LATEST_MS ? watermark : null;
    const streaming: StreamingView = {
      brokers: behind.status === 'fulfilled' ? { reachable: true, reason: null } : { reachable: false, reason: 'The brokers do not answer.' },
      jobs: told.map(({ name, state, since, checkpoint }) => ({ name, state, since, checkpoint })),
      stages: [...JOBS, 'projector' as const].map((name) => ({
        name,
        lag: behind.status === 'fulfilled' ? (behind.value.get(name) ?? null) : null,
        recordsPerSecond: told.find((job) => job.name === name)?.recordsPerSecond ?? null,
      })),
      watermark: known,
      setAside: aside.status === 'fulfilled' ? aside.value : null,
    };
    return { judgedUntil: known === null ? null : Math.floor((known + 1) / MINUTE_MS) * MINUTE_MS, streaming };
  }
}

async function withPatience<Value>(asked: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('There is no answer.')), PATIENCE_MS);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
