import { formatUtcTime } from '../../../../libs/events/domain/utc-time.ts';
import type { PipelineStatusView, StreamingView } from '../../../../libs/pipeline/application/ports.ts';

export interface PipelineBody {
  mode: 'direct' | 'streaming';
  judged_until: string | null;
  streaming: {
    brokers: { reachable: boolean; reason: string | null };
    jobs: {
      name: string;
      state: 'running' | 'restarting' | 'failed' | 'missing' | 'unknown';
      since: string | null;
      checkpoint: { completed_at: string; duration_ms: number; state_bytes: number; failed_count: number } | null;
    }[];
    stages: { name: 'count-once' | 'aggregate' | 'anomalies' | 'projector'; lag: number | null; records_per_second: number | null }[];
    watermark: string | null;
    set_aside: number | null;
  } | null;
}

const nullableTime = { type: ['string', 'null'], format: 'date-time' } as const;
const nullableCount = { type: ['integer', 'null'] } as const;

const streamingSchema = {
  type: ['object', 'null'],
  description: 'null in direct mode. What cannot be found out is null.',
  required: ['brokers', 'jobs', 'stages', 'watermark', 'set_aside'],
  properties: {
    brokers: {
      type: 'object',
      required: ['reachable', 'reason'],
      properties: { reachable: { type: 'boolean' }, reason: { type: ['string', 'null'], description: 'Why not.' } },
    },
    jobs: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'state', 'since', 'checkpoint'],
        properties: {
          name: { type: 'string' },
          state: { type: 'string', enum: ['running', 'restarting', 'failed', 'missing', 'unknown'], description: 'missing: Flink knows no such job. unknown: Flink does not answer.' },
          since: { ...nullableTime, description: 'When the job was started.' },
          checkpoint: {
            type: ['object', 'null'],
            description: 'The last one that was completed.',
            required: ['completed_at', 'duration_ms', 'state_bytes', 'failed_count'],
            properties: {
              completed_at: { type: 'string', format: 'date-time' },
              duration_ms: { type: 'integer' },
              state_bytes: { type: 'integer' },
              failed_count: { type: 'integer', description: 'How many have failed since the job was started.' },
            },
          },
        },
      },
    },
    stages: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'lag', 'records_per_second'],
        properties: {
          name: { type: 'string', enum: ['count-once', 'aggregate', 'anomalies', 'projector'] },
          lag: { ...nullableCount, description: 'Records that it has still to read.' },
          records_per_second: { type: ['number', 'null'], description: 'As Flink has measured it. Always null for the projector, which is no job of Flink.' },
        },
      },
    },
    watermark: { ...nullableTime, description: 'All that happened up to this time is taken to have arrived.' },
    set_aside: { ...nullableCount, description: 'Events that arrived too late to be counted, ever. Counted up to 10,000: 10,001 means that there are more.' },
  },
} as const;

export const pipelineSchema = {
  type: 'object',
  required: ['mode', 'judged_until', 'streaming'],
  properties: {
    mode: { type: 'string', enum: ['direct', 'streaming'] },
    judged_until: { ...nullableTime, description: 'The start of the minute after the last one in which campaigns were judged.' },
    streaming: streamingSchema,
  },
} as const;

const orNull = (time: number | null): string | null => (time === null ? null : formatUtcTime(time));

export function toPipelineBody({ judgedUntil, streaming }: PipelineStatusView): PipelineBody {
  return { mode: streaming === null ? 'direct' : 'streaming', judged_until: orNull(judgedUntil), streaming: streaming && toStreamingBody(streaming) };
}

function toStreamingBody({ brokers, jobs, stages, watermark, setAside }: StreamingView): PipelineBody['streaming'] {
  return {
    brokers,
    jobs: jobs.map(({ name, state, since, checkpoint }) => ({
      name,
      state,
      since: orNull(since),
      checkpoint: checkpoint && {
        completed_at: formatUtcTime(checkpoint.completedAt),
        duration_ms: checkpoint.durationMs,
        state_bytes: checkpoint.stateBytes,
        failed_count: checkpoint.failed,
      },
    })),
    stages: stages.map(({ name, lag, recordsPerSecond }) => ({ name, lag, records_per_second: recordsPerSecond })),
    watermark: orNull(watermark),
    set_aside: setAside,
  };
}
