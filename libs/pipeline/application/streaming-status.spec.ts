import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { FlinkJobView, PipelineStatusView } from './ports.ts';
import { StreamingStatus } from './streaming-status.ts';

/** Something that is asked, and answers when it is told to. */
class Source<Value> {
  asked = 0;
  answer: Value | 'never' = 'never';
  private settle: (() => void) | undefined;

  ask = (): Promise<Value> => {
    this.asked += 1;
    const { answer } = this;
    return answer === 'never' ? new Promise((_, reject) => (this.settle = () => reject(new Error('at last')))) : Promise.resolve(answer);
  };

  fail(): void {
    this.settle?.();
  }
}

const running: FlinkJobView = { name: 'count-once', state: 'running', since: 0, checkpoint: null, recordsPerSecond: 1, watermark: null };

describe('the status of the streaming pipeline', () => {
  let flink: Source<FlinkJobView[]>;
  let lags: Source<Map<'projector', number>>;
  let setAside: Source<number>;
  let status: StreamingStatus;

  beforeEach(() => {
    jest.useFakeTimers();
    [flink, lags, setAside] = [new Source(), new Source(), new Source()];
    [flink.answer, lags.answer, setAside.answer] = [[running], new Map([['projector', 7]]), 3];
    status = new StreamingStatus({ flink: { read: flink.ask }, lags: lags.ask, setAside: setAside.ask });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
  const said = ({ streaming }: PipelineStatusView) => [streaming!.jobs[0]!.state, streaming!.stages.at(-1)!.lag, streaming!.setAside];
  /** What it says within a moment, if anything. */
  async function now(): Promise<ReturnType<typeof said> | undefined> {
    let answer: PipelineStatusView | undefined;
    void status.read().then((view) => (answer = view));
    await pass(1);
    return answer && said(answer);
  }

  test('is what was found out before while it takes long to find out, and then that nobody answers', async () => {
    expect(await now()).toEqual(['running', 7, 3]);
    [flink.answer, lags.answer, setAside.answer] = ['never', 'never', 'never'];
    await pass(1_600);
    for (let time = 0; time < 1_800; time += 300) {
      expect(await now()).toEqual(['running', 7, 3]);
      await pass(299);
    }
    await pass(300);
    for (let time = 0; time < 10_000; time += 1_000) {
      expect(await now()).toEqual(['unknown', null, null]);
      await pass(999);
    }
  });

  test('nobody is asked again who has not answered yet', async () => {
    [flink.answer, lags.answer, setAside.answer] = ['never', 'never', 'never'];
    for (let time = 0; time < 10_000; time += 500) {
      void status.read();
      await pass(500);
    }
    expect([flink.asked, lags.asked, setAside.asked]).toEqual([1, 1, 1]);
    flink.answer = [running];
    flink.fail();
    await pass(2_000);
    void status.read();
    await pass(2_000);
    expect((await now())?.[0]).toBe('running');
    expect([lags.asked, setAside.asked]).toEqual([1, 1]);
  });

  test('is found out anew for whoever looks after a while, in two seconds at most', async () => {
    await now();
    await pass(6_000);
    setAside.answer = 4;
    expect(await now()).toEqual(['running', 7, 4]);
    await pass(6_000);
    lags.answer = 'never';
    expect(await now()).toBeUndefined();
    await pass(2_000);
    expect(await now()).toEqual(['running', null, 4]);
  });

  test('of jobs is unknown where nobody has said whom to ask', async () => {
    const { streaming } = await new StreamingStatus({ flink: undefined, lags: lags.ask, setAside: setAside.ask }).read();
    expect(streaming!.jobs).toEqual(['count-once', 'aggregate', 'anomalies'].map((name) => ({ name, state: 'unknown', since: null, checkpoint: null })));
    expect(streaming!.setAside).toBe(3);
  });
});
