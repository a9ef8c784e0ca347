import { UsageError } from '../delivery/command-line.ts';
import { MINUTE_MS, minuteOf } from '../../libs/events/domain/minute.ts';

const KINDS = ['spike', 'drop', 'silence'] as const;

/** A campaign that is not as usual for some minutes, so that one can watch it being noticed. */
export interface Anomaly {
  campaign: string;
  kind: (typeof KINDS)[number];
  /** In minutes: 0 is the one in which the traffic starts. */
  from: number;
  minutes: number;
}

const FACTORS = { spike: 4, drop: 0.1, silence: 0 };

/** @throws UsageError */
export function readAnomaly(text: string, { campaigns, seconds }: { campaigns: readonly string[]; seconds: number }): Anomaly {
  const [, campaign, kind, from, minutes] = /^(.+):([a-z]+):(\d{1,4}):(\d{1,4})$/.exec(text) ?? [];
  if (campaign === undefined || !KINDS.includes(kind as Anomaly['kind']) || Number(minutes) === 0) {
    throw new UsageError(`--anomaly must be campaign:kind:from:minutes with a kind of ${KINDS.join(', ')}, such as camp_003:drop:35:5, not ${JSON.stringify(text)}.`);
  }
  if (!campaigns.includes(campaign)) throw new UsageError(`--anomaly names ${campaign}, which is none of the campaigns that get traffic.`);
  if (Number(from) * MINUTE_MS >= seconds * 1000) throw new UsageError(`--anomaly ${text} begins after the traffic has ended: see --duration.`);
  return { campaign, kind: kind as Anomaly['kind'], from: Number(from), minutes: Number(minutes) };
}

/** Tells how unusual a campaign is at a time. */
export class Anomalies {
  private readonly anomalies: readonly (Anomaly & { begins: number; ends: number })[];

  /** @param start of the traffic, ms since 1970 */
  constructor(anomalies: readonly Anomaly[], start: number) {
    this.anomalies = anomalies.map((anomaly) => {
      const begins = minuteOf(start) + anomaly.from * MINUTE_MS;
      return { ...anomaly, begins, ends: begins + anomaly.minutes * MINUTE_MS };
    });
  }

  isSilent(campaign: string, time: number): boolean {
    return this.anomalies.some((it) => it.kind === 'silence' && includes(it, campaign, time));
  }

  /** What its CTR is multiplied by. */
  clickFactor(campaign: string, time: number): number {
    return this.anomalies.reduce((factor, it) => (includes(it, campaign, time) ? factor * FACTORS[it.kind] : factor), 1);
  }
}

function includes(anomaly: { campaign: string; begins: number; ends: number }, campaign: string, time: number): boolean {
  return anomaly.campaign === campaign && time >= anomaly.begins && time < anomaly.ends;
}
