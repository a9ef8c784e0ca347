import type { paths } from '../../api/schema.d.ts';

type Answer<Path extends keyof paths> = paths[Path] extends { get: { responses: { 200: { content: { 'application/json': infer Body } } } } } ? Body : never;

export type Pipeline = Answer<'/api/pipeline'>;
export type Streaming = NonNullable<Pipeline['streaming']>;
export type Job = Streaming['jobs'][number];
export type Stage = Streaming['stages'][number];

export type Minutes = Answer<'/api/pipeline/minutes'>;
export type CampaignMinutes = Minutes['campaigns'][number];
export type MinutePoint = CampaignMinutes['points'][number];

export type Devices = Answer<'/api/pipeline/devices'>;
export type DeviceEngagement = Devices['devices'][number];

export type AnomalyPage = Answer<'/api/pipeline/anomalies'>;
/** The newest, page by page, and all that last. */
export type ShownAnomalies = AnomalyPage & { ongoing: AnomalyPage };
