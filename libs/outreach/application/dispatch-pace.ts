import type { Dispatch } from '../domain/dispatch.ts';

/** Over so long the rate is an average. */
const SPAN_MS = 15_000;
const SAMPLE_MS = 500;
/** Dispatches whose pace is remembered. */
const MAX_REMEMBERED = 500;

interface Sample {
  at: number;
  done: number;
}

export interface Pace {
  /** Recipients per second that were sent to or have failed for good; null when it does not run. */
  rate: number | null;
  /** Until everybody was, if it goes on like that; null when nobody can say. */
  secondsLeft: number | null;
}

/** How fast dispatches go. Whoever looks at one leaves a sample; the first look has the average since its start. */
export class DispatchPace {
  private readonly samples = new Map<string, Sample[]>();

  constructor(private readonly now: () => number = Date.now) {}

  of({ id, status, queued, sending, sent, failed, startedAt, ratePerMinute }: Dispatch): Pace {
    if (status !== 'processing' || startedAt === null) {
      this.samples.delete(id);
      return { rate: null, secondsLeft: null };
    }
    const present = { at: this.now(), done: sent + failed };
    const first = this.sample(id, present) ?? { at: startedAt, done: 0 };
    const seconds = (present.at - first.at) / 1000;
    const rate = seconds > 0 ? Math.max(0, present.done - first.done) / seconds : 0;
    const left = queued + sending;
    // A limited one is as fast as its limit in the long run, whatever the last seconds were.
    const expected = ratePerMinute === null ? rate : Math.min(rate, ratePerMinute / 60);
    return { rate, secondsLeft: expected > 0 ? Math.ceil(left / expected) : null };
  }

  /** @returns the oldest one within the span, that is not of this moment */
  private sample(id: string, present: Sample): Sample | undefined {
    const samples = (this.samples.get(id) ?? []).filter(({ at, done }) => present.at - at <= SPAN_MS && done <= present.done);
    const last = samples.at(-1);
    if (last === undefined || present.at - last.at >= SAMPLE_MS) samples.push(present);
    // The last looked at is the last to be forgotten.
    this.samples.delete(id);
    this.samples.set(id, samples);
    const [oldest] = this.samples.keys();
    if (this.samples.size > MAX_REMEMBERED && oldest !== undefined) this.samples.delete(oldest);
    return samples[0] === present || present.at - samples[0]!.at < SAMPLE_MS ? undefined : samples[0];
  }
}
