import { type Contact, filledIn } from '../domain/contact.ts';
import type { MergeOutcome } from './ports.ts';

export interface Known extends Contact {
  id: string;
}

/** What is to be written so that contacts are merged with who is known. */
export interface MergePlan {
  /** One per contact, in their order. */
  outcomes: MergeOutcome[];
  added: Known[];
  /** Known ones who lacked something. */
  changed: { before: Known; after: Known }[];
}

/**
 * Merges contacts with who is known, and with each other. An e-mail address belongs to one person. A phone number may be that of a
 * household: who has the number of somebody with another e-mail address is not merged, or one of the two would never be asked.
 *
 * @param known all who have one of these addresses, and maybe others
 */
export function planMerge(known: readonly Known[], contacts: readonly Contact[], newIds: (count: number) => string[]): MergePlan {
  const byEmail = new Map<string, Known>();
  const byPhone = new Map<string, Known>();
  const before = new Map(known.map((each) => [each.id, each]));
  const added = new Map<string, Known>();
  const changed = new Map<string, Known>();
  const keep = (each: Known): void => {
    if (each.email !== null) byEmail.set(each.email, each);
    if (each.phone !== null) byPhone.set(each.phone, each);
  };
  known.forEach(keep);
  const ids = newIds(contacts.length);

  const merge = (contact: Contact, newId: string): MergeOutcome => {
    const owner = contact.email === null ? undefined : byEmail.get(contact.email);
    const other = contact.phone === null ? undefined : byPhone.get(contact.phone);
    if (owner !== undefined && other !== undefined && owner.id !== other.id) {
      return { status: 'conflict', reason: `the e-mail address is that of one recipient (${owner.name}), the phone number that of another (${other.name})` };
    }
    if (owner === undefined && other !== undefined && contact.email !== null && other.email !== null) {
      return { status: 'conflict', reason: `the phone number is that of a recipient with another e-mail address (${other.email})` };
    }
    const present = owner ?? other;
    if (present === undefined) {
      const newcomer = { id: newId, ...contact };
      added.set(newId, newcomer);
      keep(newcomer);
      return { status: 'added', recipientId: newId };
    }
    const filled = filledIn(present, contact);
    if (filled === undefined) return { status: 'repeated', recipientId: present.id };
    const after = { id: present.id, ...filled };
    (added.has(after.id) ? added : changed).set(after.id, after);
    keep(after);
    return { status: 'merged', recipientId: after.id };
  };

  const outcomes = contacts.map((contact, index) => merge(contact, ids[index]!));
  return { outcomes, added: [...added.values()], changed: [...changed.values()].map((after) => ({ before: before.get(after.id)!, after })) };
}
