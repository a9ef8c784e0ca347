import type { paths } from '../../api/schema.d.ts';

/** A time in which a campaign was not as usual. */
export type Anomaly = paths['/api/pipeline/anomalies']['get']['responses'][200]['content']['application/json']['items'][number];
