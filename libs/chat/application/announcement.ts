import type { BudgetExhausted } from '../../campaigns/domain/domain-events.ts';
import type { SimulationCrashed } from '../../traffic/domain/domain-events.ts';
import { shortened, withoutControls } from '../../kernel/characters.ts';
import type { NewMessage } from './ports.ts';

/** What Flightdeck itself says in the room about a campaign. */
export type Announced = BudgetExhausted | SimulationCrashed;

/** The reason of a crash is what some error says, which may be pages. */
const MAX_REASON = 500;

/** The same for every telling of one thing, in every process and after every start. */
export function announcementId(told: Announced): string {
  if (told.type === 'SimulationCrashed') return `simulation-crashed:${told.runId}`;
  return `budget-exhausted:${told.campaignId}:${told.dayStart}:${told.budget}`;
}

/** @param name of the campaign; undefined when there is none under its id any more */
export function announcementOf(told: Announced, name: string | undefined): NewMessage {
  const { campaignId } = told;
  return { user: null, clientId: announcementId(told), text: textOf(told, oneLine(name ?? campaignId)), campaignId };
}

function textOf(told: Announced, name: string): string {
  if (told.type === 'BudgetExhausted') return `“${name}” has used up its budget of today: ${money.format(told.spent)} of ${money.format(told.budget)}.`;
  const reason = shortened(oneLine(told.reason), MAX_REASON).replace(/\.$/, '');
  return `The simulation of “${name}” gave up after ${crashes(told.restarts + 1)}${reason && `: ${reason}`}. What it had sent is counted.`;
}

const money = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

function crashes(count: number): string {
  return count === 1 ? 'a crash' : `${count.toLocaleString('en')} crashes`;
}

/** What could not be stored would be tried for ever. */
function oneLine(text: string): string {
  return withoutControls(text).replaceAll(/\s+/gu, ' ').trim();
}
