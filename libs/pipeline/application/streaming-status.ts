import { LAST_MS } from '../../kernel/times.ts';
import type { FlinkJobsReader, FlinkJobView, PipelineStatusReader, PipelineStatusView, StageView, StreamingView } from './ports.ts';

const MINUTE_MS = 60_000;
/** However many look at it, the cluster is asked so often at most. */
const CACHED_MS = 1_500;
/** Nobody is told what was found out longer ago: who looks after a while waits for what is found out now. */
const STALE_MS = 5_000;
const JOBS = ['count-once', 'aggregate', 'anomalies'] as const;
/** Brokers that are away take longer to say so than people wait. */
const PATIENCE_MS = 2_000;

interface Sources {
  /** Undefined where it is not known whom to ask. */
  flink: FlinkJobsReader | undefined;
  /** Records that each of these readers has still to read. Rejects when the brokers do not answer. */
  lags: () => Promise<ReadonlyMap<StageView['name'], number>>;
  /** How many events were set aside. */
  setAside: () => Promise<number>;
}

/**
 * The status of the streaming pipeline, as far as it can be found out: what does not answer is unknown. When something is wrong, finding
 * out takes two seconds: meanwhile whoever looks again is told what was found out before, and nobody is asked twice at once.
 */
export class StreamingStatus implements PipelineStatusReader {
  private last: { at: number; status: PipelineStatusView } | undefined;
  private readonly jobs: () => Promise<FlinkJobView[]>;
  private readonly lags: Sources['lags'];
  private readonly setAside: Sources['setAside'];
  private readonly renew = oneAtATime(() => this.findOut());

  constructor({ flink, lags, setAside }: Sources) {
    this.jobs = oneAtATime(() => (flink === undefined ? Promise.resolve(JOBS.map(unknown)) : flink.read(JOBS)));
    this.lags = oneAtATime(lags);
    this.setAside = oneAtATime(setAside);
  }

  async read(): Promise<PipelineStatusView> {
    const { last } = this;
    const age = last === undefined ? Infinity : Date.now() - last.at;
    if (last !== undefined && age < CACHED_MS) return last.status;
    const renewed = this.renew();
    return last !== undefined && age < STALE_MS ? last.status : renewed;
  }

  private async findOut(): Promise<PipelineStatusView> {
    const [jobs, behind, aside] = await Promise.allSettled([withPatience(this.jobs()), withPatience(this.lags()), withPatience(this.setAside())]);
    const told = jobs.status === 'fulfilled' ? jobs.value : JOBS.map(unknown);
    const watermark = told.find(({ name }) => name === 'anomalies')?.watermark ?? null;
    // A job that has read all there will ever be says that time is over.
    const known = watermark !== null && watermark >= 0 && watermark <= LAST_MS ? watermark : null;
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
    const status = { judgedUntil: known === null ? null : Math.floor((known + 1) / MINUTE_MS) * MINUTE_MS, streaming };
    this.last = { at: Date.now(), status };
    return status;
  }
}

function unknown(name: string): FlinkJobView {
  return { name, state: 'unknown', since: null, checkpoint: null, recordsPerSecond: null, watermark: null };
}

/** Whoever asks before there is an answer gets the same one. */
function oneAtATime<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let asked: Promise<Value> | undefined;
  return () => (asked ??= ask().finally(() => (asked = undefined)));
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
