import { describe, expect, it } from '@jest/globals';
import type { Job, Stage, Streaming } from '../types.ts';
import type { LagTrend, LagTrends } from './lag-history.ts';
import { troublesOf, troublesOfJudge } from './troubles.ts';

const NOW = Date.parse('2026-02-10T12:30:00Z');
const ago = (ms: number) => new Date(NOW - ms).toISOString();

const job = (name: string, changes: Partial<Job> = {}): Job => ({
  name,
  state: 'running',
  since: ago(3_600_000),
  checkpoint: { completed_at: ago(5_000), duration_ms: 300, state_bytes: 1_000, failed_count: 0 },
  ...changes,
});
const stage = (name: Stage['name'], lag: number | null = 0, rate: number | null = 100): Stage => ({ name, lag, records_per_second: rate });
const streaming = (changes: Partial<Streaming> = {}): Streaming => ({
  brokers: { reachable: true, reason: null },
  jobs: [job('count-once'), job('aggregate'), job('anomalies')],
  stages: [stage('count-once'), stage('aggregate'), stage('anomalies'), stage('projector')],
  watermark: ago(4_000),
  set_aside: 0,
  ...changes,
});
/** As at the first look, or with a way that all of them go. */
const trendsOf = ({ stages }: Streaming, goes: LagTrend['goes'] = null): LagTrends => new Map(stages.flatMap(({ name, lag }) => (lag === null ? [] : [[name, { lowest: lag, goes }] as const])));
const troubles = (changes: Partial<Streaming>, goes?: LagTrend['goes']) => troublesOf(streaming(changes), NOW, trendsOf(streaming(changes), goes));
const whats = (changes: Partial<Streaming>, goes?: LagTrend['goes']) => troubles(changes, goes).map(({ what }) => what);

describe('the troubles of a pipeline', () => {
  it('are none when all is well', () => {
    expect(whats({})).toEqual([]);
  });

  it('name brokers that cannot be reached, with the reason', () => {
    expect(whats({ brokers: { reachable: false, reason: 'connection refused.' } })).toEqual(['Kafka cannot be reached: connection refused.']);
    expect(whats({ brokers: { reachable: false, reason: null } })).toEqual(['Kafka cannot be reached.']);
  });

  it('name each job that does not run', () => {
    expect(whats({ jobs: [job('count-once', { state: 'missing' }), job('aggregate', { state: 'failed' }), job('anomalies', { state: 'restarting' })] })).toEqual([
      'The job “count-once” is not there.',
      'The job “aggregate” has ended: it failed, or somebody stopped it.',
      'The job “anomalies” is being restarted.',
    ]);
  });

  it.each(['missing', 'failed'] as const)('say of a job that is %s who brings it back, and when', (state) => {
    const [trouble] = troubles({ jobs: [job('aggregate', { state })] });
    expect(trouble?.advice).toMatch(/`npm run pipeline:up`, or `pipeline-jobs` of Docker Compose\) submits it again within some ten seconds/);
  });

  it('say once that Flink does not answer, and not of each job', () => {
    const unknown = ['count-once', 'aggregate', 'anomalies'].map((name) => job(name, { state: 'unknown', since: null, checkpoint: null }));
    expect(whats({ jobs: unknown })).toEqual(['Flink does not answer, so nothing is known of its jobs.']);
    expect(whats({ jobs: [unknown[0]!, job('aggregate')] })).toEqual(['Nothing is known of the job “count-once”.']);
  });

  it('tell of checkpoints that are not completed: what is shown waits for them', () => {
    const late = job('aggregate', { checkpoint: { completed_at: ago(185_000), duration_ms: 1, state_bytes: 1, failed_count: 2 } });
    const [trouble] = troubles({ jobs: [late] });
    expect(trouble?.what).toBe('The job “aggregate” has completed no checkpoint for 3 min.');
    expect(trouble?.advice).toContain('2 failed since it was started');
    expect(whats({ jobs: [job('aggregate', { checkpoint: null, since: ago(70_000) })] })).toHaveLength(1);
    expect(whats({ jobs: [job('aggregate', { checkpoint: null, since: ago(20_000) })] })).toEqual([]);
    expect(whats({ jobs: [job('aggregate', { checkpoint: null, since: null })] })).toEqual([]);
  });

  it('tell of records that wait for longer than a while, or become more', () => {
    expect(whats({ stages: [stage('projector', 1_400, 100)] })).toEqual([]);
    expect(whats({ stages: [stage('projector', 6_000, 100)] })).toEqual(['“Projector” has 6,000 records waiting, about 1 min of its work.']);
    expect(whats({ stages: [stage('projector', 1_400, 100)] }, 'up')).toEqual(['“Projector” has 1,400 records waiting, about 14 s of its work, and they become more.']);
    expect(whats({ stages: [stage('projector', 1_400, null)] }, 'up')).toEqual(['“Projector” has 1,400 records waiting, and they become more.']);
    expect(whats({ stages: [stage('projector', null, 100)] })).toEqual([]);
  });

  it('do not take for late what waits between two checkpoints', () => {
    const waiting = streaming({ stages: [stage('aggregate', 1_600, 100)] });
    expect(troublesOf(waiting, NOW, new Map([['aggregate', { lowest: 1_400, goes: null }]]))).toEqual([]);
  });

  it('promise an end only while it comes nearer', () => {
    const [same, less] = [troubles({ stages: [stage('aggregate', 6_000, 100)] }), troubles({ stages: [stage('aggregate', 6_000, 100)] }, 'down')];
    expect(same[0]?.advice).not.toContain('catching up');
    expect(less[0]?.advice).toContain('catching up');
  });

  it('tell of a stage that reads nothing, whether anybody measures it or not', () => {
    expect(whats({ stages: [stage('projector', 100_000, null)] }, 'stuck')).toEqual(['“Projector” has 100,000 records waiting, and nothing is read.']);
    expect(whats({ stages: [stage('aggregate', 1_000_000, 0)] }, 'stuck')).toEqual(['“Aggregate” has 1,000,000 records waiting, and nothing is read.']);
  });

  it('do not say twice that a job reads nothing', () => {
    expect(whats({ jobs: [job('aggregate', { state: 'failed' })], stages: [stage('aggregate', 90_000, 100)] }, 'up')).toHaveLength(1);
    const late = job('aggregate', { checkpoint: { completed_at: ago(185_000), duration_ms: 1, state_bytes: 1, failed_count: 2 } });
    expect(whats({ jobs: [late], stages: [stage('aggregate', 90_000, 0)] }, 'stuck')).toHaveLength(1);
  });

  it('tell of time that does not go on, when nothing else says why', () => {
    expect(whats({ watermark: ago(290_000) })).toEqual([]);
    expect(whats({ watermark: ago(500_000) })).toEqual(['No minute has been complete for 8 min, so none is judged.']);
    expect(whats({ watermark: null })).toEqual([]);
    expect(whats({ watermark: ago(500_000), jobs: [job('count-once', { state: 'missing' })] })).toEqual(['The job “count-once” is not there.']);
    expect(whats({ watermark: ago(500_000), stages: [stage('aggregate', 6_000, 100)] })).toHaveLength(1);
  });
});

describe('the trouble of a judge in direct mode', () => {
  const whatsOf = (judgedUntil: string | null, stoodForMs: number) => troublesOfJudge(judgedUntil, stoodForMs, NOW).map(({ what }) => what);

  it('is that it stands still', () => {
    expect(whatsOf(ago(170_000), 110_000)).toEqual([]);
    expect(whatsOf(ago(200_000), 110_000)).toEqual(['No minute has been judged for 3 min.']);
    expect(whatsOf(ago(40 * 3_600_000), 110_000)).toEqual(['No minute has been judged for 40 h 0 min.']);
    expect(whatsOf(null, 110_000)).toEqual(['No minute has been judged yet.']);
  });

  it('is not that nobody was there before, and it has only just begun', () => {
    expect(whatsOf(ago(8 * 3_600_000), 30_000)).toEqual([]);
    expect(whatsOf(null, 30_000)).toEqual([]);
  });
});
