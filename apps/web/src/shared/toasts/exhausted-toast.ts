import { formatMoney } from '../format.ts';
import { notify } from './notify.ts';

interface Exhausted {
  id: string;
  name: string;
  spent: number;
  budget: number;
}

/** More names than this are not read. */
const NAMED = 3;
// Of Britain, which has no comma before the last.
const list = new Intl.ListFormat('en-GB');

/** Says that campaigns have just used up what they may spend today: several at the same moment in one message. */
export function tellExhausted(campaigns: Exhausted[]): void {
  const [first] = campaigns;
  if (first === undefined) return;
  if (campaigns.length === 1) {
    const { id, name, spent, budget } = first;
    notify({ kind: 'warned', message: `“${name}” has used up its budget of today: ${formatMoney(spent)} of ${formatMoney(budget)}.`, campaignId: id });
    return;
  }
  const names = campaigns.slice(0, NAMED).map(({ name }) => `“${name}”`);
  if (campaigns.length > NAMED) names.push(`${campaigns.length - NAMED} more`);
  notify({ kind: 'warned', message: `${campaigns.length} campaigns have used up their budgets of today: ${list.format(names)}.` });
}
