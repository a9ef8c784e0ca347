import { type Anomaly, ANOMALY_KINDS, type AnomalyFigures, type AnomalyKind, type MinuteCounts } from './anomaly.ts';
import { expectationOf, figuresOf, isOutside, isStillOutside, PAST_MINUTES } from './anomaly-rule.ts';

const MINUTE_MS = 60_000;
const BLOCK_MINUTES = 10;
/** In a row, to begin and to end. */
const TURN_MINUTES = 3;
/** So many to the other side, among the thirty minutes before, and a minute may only look odd beside them. */
const OTHER_SIDE_MINUTES = 3;

/** The first minute that is judged takes its place in a row of three, and looks at minutes before which looked at others, twice. */
export const NEEDED_MINUTES = TURN_MINUTES - 1 + 3 * PAST_MINUTES;

export interface CampaignMinute extends MinuteCounts {
  /** Its start, ms since 1970. */
  minute: number;
}

interface Judged {
  campaignId: string;
  /** Those with events, in no order; from {@link NEEDED_MINUTES} before the first that is judged. */
  minutes: readonly CampaignMinute[];
  /** The first minute that is judged. */
  from: number;
  /** Exclusive. */
  to: number;
  /** Anomalies that had begun before `from` and were not over, one of a kind at most. */
  underWay?: readonly Anomaly[];
}

/** How a minute looks by itself. */
interface Verdict {
  minute: number;
  counts: MinuteCounts;
  /** Undefined where the minute could not be judged: it is as usual then, and may end something. */
  figures: AnomalyFigures | undefined;
  outside: Record<AnomalyKind, boolean>;
  stillOutside: Record<AnomalyKind, boolean>;
}

/**
 * Judges a campaign's minutes one after the other: what was under way, and what began, with what became of it up to the end. Minutes
 * that are not given had nothing. Judged in pieces, minutes have the same anomalies as judged at once.
 */
export function judgeMinutes({ campaignId, minutes, from, to, underWay = [] }: Judged): Anomaly[] {
  const sums = new Sums(minutes, from - NEEDED_MINUTES * MINUTE_MS, to);
  const verdicts: Verdict[] = [];
  for (let minute = from - (NEEDED_MINUTES - PAST_MINUTES) * MINUTE_MS; minute < to; minute += MINUTE_MS) verdicts.push(verdictOn(minute, sums));
  return ANOMALY_KINDS.flatMap((kind) => {
    const turns = new Turns(campaignId, kind, underWay.find((anomaly) => anomaly.kind === kind));
    const outside = outsideOf(kind, verdicts);
    for (const [place, verdict] of verdicts.entries()) {
      if (place >= 2 * PAST_MINUTES) turns.see(verdict, outside[place]!, verdict.minute >= from);
    }
    return turns.anomalies;
  });
}

function verdictOn(minute: number, sums: Sums): Verdict {
  const expected = expectationOf([1, 2, 3].map((block) => sums.between(minute - block * BLOCK_MINUTES * MINUTE_MS, BLOCK_MINUTES)));
  const counts = sums.between(minute, 1);
  const ask = (judge: typeof isOutside): Record<AnomalyKind, boolean> => {
    const [spike, drop, silence] = ANOMALY_KINDS.map((kind) => expected !== undefined && judge(kind, counts, expected));
    return { spike: spike!, drop: drop!, silence: silence! };
  };
  return { minute, counts, figures: expected && figuresOf(counts, expected), outside: ask(isOutside), stillOutside: ask(isStillOutside) };
}

/**
 * Which minutes are outside in earnest. After a drop of eight minutes two of the three blocks may be spoiled, and what is as usual looks
 * like a spike beside them. Those that look so do not spoil others in their turn.
 */
function outsideOf(kind: AnomalyKind, verdicts: readonly Verdict[]): boolean[] {
  const looks = (each: AnomalyKind): boolean[] => verdicts.map(({ outside }) => outside[each]);
  if (kind === 'silence') return looks(kind);
  const other = kind === 'spike' ? 'drop' : 'spike';
  return unspoiled(looks(kind), unspoiled(looks(other), looks(kind)));
}

function unspoiled(outside: readonly boolean[], toTheOtherSide: readonly boolean[]): boolean[] {
  let spoiling = 0;
  return outside.map((is, place) => {
    const isUnspoiled = spoiling < OTHER_SIDE_MINUTES;
    if (toTheOtherSide[place]) spoiling += 1;
    if (toTheOtherSide[place - PAST_MINUTES]) spoiling -= 1;
    return is && isUnspoiled;
  });
}

/** Three minutes in a row begin an anomaly, three others end it. */
class Turns {
  readonly anomalies: Anomaly[] = [];
  private readonly campaignId: string;
  private readonly kind: AnomalyKind;
  private current: Anomaly | undefined;
  private inARow = 0;

  constructor(campaignId: string, kind: AnomalyKind, underWay: Anomaly | undefined) {
    this.campaignId = campaignId;
    this.kind = kind;
    if (underWay === undefined) return;
    this.current = { ...underWay, isOver: false, ending: undefined };
    this.anomalies.push(this.current);
  }

  /** @param isJudged not before that: it only takes its place in a row */
  see({ minute, counts, figures, ...verdict }: Verdict, outside: boolean, isJudged: boolean): void {
    const stillOutside = verdict.stillOutside[this.kind];
    this.inARow = (this.current === undefined ? outside : !stillOutside) ? this.inARow + 1 : 0;
    if (!isJudged) return;
    const turns = this.inARow >= TURN_MINUTES;
    if (this.current !== undefined) {
      this.current.lastMinute = minute;
      const { expectedCtr, expectedImpressions } = this.current.figures;
      if (stillOutside) this.current.figures = { ...figures!, expectedCtr, expectedImpressions };
      if (!turns) return;
      this.current.isOver = true;
      this.current.ending = counts;
      this.current = undefined;
    } else if (turns) {
      this.current = { campaignId: this.campaignId, kind: this.kind, since: minute - (TURN_MINUTES - 1) * MINUTE_MS, lastMinute: minute, isOver: false, figures: figures! };
      this.anomalies.push(this.current);
    }
    if (turns) this.inARow = 0;
  }
}

/** Adds up minutes in a row without going through them again. */
class Sums {
  private readonly impressions = [0];
  private readonly clicks = [0];
  private readonly first: number;

  constructor(minutes: readonly CampaignMinute[], first: number, to: number) {
    this.first = first;
    const known = new Map(minutes.map((each) => [each.minute, each]));
    for (let minute = first; minute < to; minute += MINUTE_MS) {
      const { impressions, clicks } = known.get(minute) ?? { impressions: 0, clicks: 0 };
      this.impressions.push(this.impressions.at(-1)! + impressions);
      this.clicks.push(this.clicks.at(-1)! + clicks);
    }
  }

  between(minute: number, length: number): MinuteCounts {
    const start = (minute - this.first) / MINUTE_MS;
    return { impressions: this.impressions[start + length]! - this.impressions[start]!, clicks: this.clicks[start + length]! - this.clicks[start]! };
  }
}
