import type { BudgetExhausted } from '../../campaigns/domain/domain-events.ts';
import type { AnomalyBegan } from '../../pipeline/domain/domain-events.ts';
import type { SimulationCrashed } from '../../traffic/domain/domain-events.ts';
import { shortened, withoutControls } from '../../kernel/characters.ts';
import type { NewMessage } from './ports.ts';

/** What Flightdeck itself says in the room about a campaign. */
export type Announced = BudgetExhausted | SimulationCrashed | AnomalyBegan;

/** More anomalies have begun than are told one by one. */
interface ManyAnomalies {
  type: 'ManyAnomalies';
  /** Start of the hour in which they did, ms since 1970. */
  hour: number;
}

/** The reason of a crash is what some error says, which may be pages. */
const MAX_REASON = 500;

/** The same for every telling of one thing, in every process and after every start. */
export function announcementId(told: Announced | ManyAnomalies): string {
  if (told.type === 'SimulationCrashed') return `simulation-crashed:${told.runId}`;
  if (told.type === 'AnomalyBegan') return `anomaly:${told.anomaly.kind}:${told.anomaly.since}:${told.anomaly.campaignId}`;
  if (told.type === 'ManyAnomalies') return `anomalies:${told.hour}`;
  return `budget-exhausted:${told.campaignId}:${told.dayStart}:${told.budget}`;
}

/** @param name of the campaign; undefined when there is none under its id any more */
export function announcementOf(told: Announced | ManyAnomalies, name: string | undefined): NewMessage {
  if (told.type === 'ManyAnomalies') return { user: null, clientId: announcementId(told), text: MANY, campaignId: null };
  const { campaignId } = told.type === 'AnomalyBegan' ? told.anomaly : told;
  return { user: null, clientId: announcementId(told), text: textOf(told, oneLine(name ?? campaignId)), campaignId };
}

const MANY = 'More campaigns are not as usual than are told here one by one. The page “Pipeline” lists them.';

function textOf(told: Announced, name: string): string {
  if (told.type === 'BudgetExhausted') return `“${name}” has used up its budget of today: ${money.format(told.spent)} of ${money.format(told.budget)}.`;
  if (told.type === 'AnomalyBegan') return `“${name}” ${oddityOf(told.anomaly)}.`;
  const reason = shortened(oneLine(told.reason), MAX_REASON).replace(/\.$/, '');
  return `The simulation of “${name}” gave up after ${crashes(told.restarts + 1)}${reason && `: ${reason}`}. What it had sent is counted.`;
}

/**
 * What somebody who is tired needs to know: how it is, and how it usually is, since when. The page shows the minute in its reader's zone
 * (apps/web/src/features/chat/text/told-minute.ts).
 */
function oddityOf({ kind, since, figures: { impressions, clicks, expectedCtr, expectedImpressions } }: AnomalyBegan['anomaly']): string {
  const time = `for three minutes, since ${new Date(since).toISOString().slice(0, -':00.000Z'.length)}Z`;
  if (kind === 'silence') return `has had no impressions ${time}; usually there are ${counts.format(expectedImpressions)} a minute`;
  const ctr = percent.format(impressions === 0 ? 0 : clicks / impressions);
  return `has had a ${kind === 'spike' ? 'high' : 'low'} CTR ${time}: ${ctr}, usually ${percent.format(expectedCtr)}`;
}

const percent = new Intl.NumberFormat('en', { style: 'percent', maximumSignificantDigits: 2 });
const counts = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const money = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

function crashes(count: number): string {
  return count === 1 ? 'a crash' : `${count.toLocaleString('en')} crashes`;
}

/** What could not be stored would be tried for ever. */
function oneLine(text: string): string {
  return withoutControls(text).replaceAll(/\s+/gu, ' ').trim();
}
