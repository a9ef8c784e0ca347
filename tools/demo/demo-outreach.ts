import { seededRandom } from '../traffic/seeded-random.ts';

interface DemoOutreach {
  campaignId: string;
  recipients: number;
  /** As `POST /api/campaigns/:id/dispatches` takes it. */
  dispatch: object;
}

/** One that is over within seconds, with some who could not be reached, and one that the page shows moving for a quarter of an hour. */
export const DEMO_OUTREACH: readonly DemoOutreach[] = [
  { campaignId: 'camp_autumn_sale', recipients: 400, dispatch: { simulated: { delay_ms: [50, 600], failure_rate: 0.06 } } },
  { campaignId: 'camp_sneaker_drop', recipients: 300, dispatch: { simulated: { delay_ms: [300, 2_000], failure_rate: 0.04 }, rate_per_minute: 20 } },
];

const FIRST = ['Amara', 'Anna', 'Ben', 'Chloé', 'Daniel', 'Elif', 'Emma', 'Finn', 'Grace', 'Hana', 'Ines', 'Jakob', 'Jan', 'Kofi', 'Lena', 'Leo', 'Lucía', 'Marta', 'Mei', 'Nikhil', 'Noah', 'Olga', 'Paul', 'Rosa', 'Sara', 'Søren', 'Tariq', 'Tom', 'Yuki', 'Zoë'];
const LAST = ['Adeyemi', 'Andersen', 'Baker', 'Bianchi', 'Costa', 'Dubois', 'Fischer', 'García', 'Haddad', 'Hughes', 'Ivanova', 'Jansen', 'Kaya', 'Kim', 'Kowalska', 'Lindqvist', 'Martin', 'Müller', 'Nakamura', 'Nguyen', "O'Brien", 'Patel', 'Rossi', 'Schmidt', 'Silva', 'Tanaka', 'Wagner', 'Walker'];
/** Every fifth has a number of those that are kept for films (Ofcom: 07700 900000 to 900999): it rings nowhere. */
const PHONE_EVERY = 5;
/** Two that cannot be used, as every list has some. */
const UNUSABLE = ['Walk-in customer,,', 'Theo Brandt,theo.brandt(at)example.com,'];

/**
 * A list of recipients as it comes out of a shop: the same one every time, with addresses that belong to nobody (RFC 2606).
 *
 * @returns CSV with a header; `recipients` lines that can be used, and two that cannot
 */
export function recipientList({ campaignId, recipients }: Pick<DemoOutreach, 'campaignId' | 'recipients'>): string {
  const random = seededRandom(`recipients of ${campaignId}`);
  const pick = (names: readonly string[]): string => names[Math.floor(random.next() * names.length)]!;
  const namesakes = new Map<string, number>();
  const lines = Array.from({ length: recipients }, (_, place) => {
    const name = `${pick(FIRST)} ${pick(LAST)}`;
    const mailbox = name.normalize('NFD').replaceAll('ø', 'o').replaceAll(/[^A-Za-z ]/g, '').toLowerCase().replace(' ', '.');
    const number = (namesakes.get(mailbox) ?? 0) + 1;
    namesakes.set(mailbox, number);
    const phone = place % PHONE_EVERY === 0 ? `+44 7700 ${900_000 + place}` : '';
    return `${name},${mailbox}${number === 1 ? '' : number}@example.com,${phone}`;
  });
  lines.splice(Math.floor(recipients / 3), 0, ...UNUSABLE);
  return `Name,E-mail,Phone\n${lines.join('\n')}\n`;
}

/** Resolves to the answer's JSON; a text is sent as CSV. */
type Call = (method: string, path: string, body?: object | string) => Promise<unknown>;

/**
 * Imports recipients and asks them for feedback, where nobody has done anything of it yet. Their answers are not part of it: the links to
 * answer by are in the messages alone.
 *
 * @returns whether something was begun
 */
export async function reachOut({ campaignId, recipients, dispatch }: DemoOutreach, call: Call): Promise<boolean> {
  const path = `/api/campaigns/${campaignId}`;
  const dispatches = (await call('GET', `${path}/dispatches?limit=1`)) as { items: object[] };
  if (dispatches.items.length > 0) return false;
  const present = async (): Promise<number> => ((await call('GET', `${path}/recipients?limit=1`)) as { total: number }).total;
  if ((await present()) === 0) await call('POST', `${path}/recipients/import?file_name=customers.csv`, recipientList({ campaignId, recipients }));
  // Somebody's own list is not to be sent to.
  if ((await present()) !== recipients) return false;
  await call('POST', `${path}/dispatches`, dispatch);
  return true;
}
