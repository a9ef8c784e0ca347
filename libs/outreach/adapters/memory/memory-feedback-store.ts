import type { FeedbackFigures, FeedbackPoint, FeedbackStore, Invitation, ResponseView } from '../../application/ports.ts';
import { type Answer, RATINGS } from '../../domain/feedback.ts';
import type { RecipientStatus } from '../../domain/recipient.ts';

type Invited = Omit<Invitation, 'unsubscribed'> & { token: string; status: RecipientStatus };

const LENGTH_MS = { hour: 3_600_000, day: 86_400_000 };

/** Answers in memory, for tests: the reference that the contract suite holds PostgreSQL against. */
export class MemoryFeedbackStore implements FeedbackStore {
  private readonly invited: Invited[] = [];
  private readonly answers = new Map<Invited, Answer & { sentAt: number | null; respondedAt: number }>();
  private readonly unsubscribed = new Set<string>();

  constructor(private readonly now: () => number = Date.now) {}

  invite(recipient: Invited): void {
    this.invited.push(recipient);
    if (recipient.answer !== null) this.answers.set(recipient, { ...recipient.answer, sentAt: recipient.sentAt });
  }

  remove(recipientId: string): void {
    this.invited.splice(0, Infinity, ...this.invited.filter((each) => each.recipientId !== recipientId));
  }

  findByToken(token: string): Promise<Invitation | undefined> {
    const found = this.invited.find((each) => each.token === token);
    if (found === undefined) return Promise.resolve(undefined);
    const { token: _, status: __, ...known } = found;
    const answer = this.answers.get(found);
    return Promise.resolve({
      ...known,
      unsubscribed: addressesOf(found).some((address) => this.unsubscribed.has(address)),
      answer: answer === undefined ? null : { rating: answer.rating, comment: answer.comment, respondedAt: answer.respondedAt },
    });
  }

  answer(recipientId: string, { rating, comment }: Answer): Promise<boolean> {
    const found = this.invited.find((each) => each.recipientId === recipientId);
    if (found === undefined || this.answers.has(found)) return Promise.resolve(false);
    this.answers.set(found, { rating, comment, sentAt: found.sentAt, respondedAt: this.now() });
    return Promise.resolve(true);
  }

  setUnsubscribed(recipientId: string, unsubscribed: boolean): Promise<string[]> {
    const addresses = this.invited.filter((each) => each.recipientId === recipientId).flatMap(addressesOf);
    for (const address of addresses) this.unsubscribed[unsubscribed ? 'add' : 'delete'](address);
    const sharing = this.invited.filter((each) => addressesOf(each).some((address) => addresses.includes(address)));
    return Promise.resolve([...new Set(sharing.map(({ campaignId }) => campaignId))]);
  }

  responses(campaignId: string, limit: number, before?: { respondedAt: number; recipientId: string }): Promise<ResponseView[]> {
    const isOlder = (view: ResponseView): boolean => before === undefined || newestFirst(before, view) < 0;
    return Promise.resolve(this.answersTo(campaignId).filter(isOlder).sort(newestFirst).slice(0, limit));
  }

  figures(campaignId: string): Promise<FeedbackFigures> {
    const answers = this.answersTo(campaignId);
    const ratings = answers.map(({ rating }) => rating);
    const times = answers.flatMap(({ afterMs }) => afterMs ?? []).sort((a, b) => a - b);
    const middle = (times.length - 1) / 2;
    return Promise.resolve({
      sent: this.recipientsOf(campaignId, 'sent').length,
      failed: this.recipientsOf(campaignId, 'failed').length,
      responses: answers.length,
      averageRating: average(ratings),
      ratings: RATINGS.map((rating) => ratings.filter((each) => each === rating).length) as FeedbackFigures['ratings'],
      averageAfterMs: average(times),
      medianAfterMs: average(times.length === 0 ? [] : [times[Math.floor(middle)]!, times[Math.ceil(middle)]!]),
    });
  }

  series(campaignId: string, { from, to, granularity }: { from: number; to: number; granularity: 'hour' | 'day' }): Promise<FeedbackPoint[]> {
    const startOf = (time: number): number => Math.floor(time / LENGTH_MS[granularity]) * LENGTH_MS[granularity];
    const isAsked = (time: number): boolean => time >= startOf(from) && time < to;
    const sent = this.recipientsOf(campaignId, 'sent').flatMap(({ sentAt }) => (sentAt !== null && isAsked(sentAt) ? startOf(sentAt) : []));
    const answers = this.answersTo(campaignId).filter(({ respondedAt }) => isAsked(respondedAt));
    const times = new Set([...sent, ...answers.map(({ respondedAt }) => startOf(respondedAt))]);
    return Promise.resolve(
      [...times].sort((a, b) => a - b).map((at) => {
        const ratings = answers.filter(({ respondedAt }) => startOf(respondedAt) === at).map(({ rating }) => rating);
        return { at, sent: sent.filter((each) => each === at).length, responses: ratings.length, averageRating: average(ratings) };
      }),
    );
  }

  private recipientsOf(campaignId: string, status: RecipientStatus): Invited[] {
    return this.invited.filter((each) => each.campaignId === campaignId && each.status === status);
  }

  private answersTo(campaignId: string): ResponseView[] {
    return [...this.answers].flatMap(([{ campaignId: id, recipientId, name }, { rating, comment, sentAt, respondedAt }]) =>
      id === campaignId ? { recipientId, name, rating, comment, afterMs: sentAt === null ? null : Math.max(0, respondedAt - sentAt), respondedAt } : [],
    );
  }
}

function addressesOf({ email, phone }: Invited): string[] {
  return [email, phone].filter((address) => address !== null);
}

function newestFirst(a: Pick<ResponseView, 'respondedAt' | 'recipientId'>, b: Pick<ResponseView, 'respondedAt' | 'recipientId'>): number {
  if (a.respondedAt !== b.respondedAt) return b.respondedAt - a.respondedAt;
  return a.recipientId < b.recipientId ? 1 : -Number(a.recipientId > b.recipientId);
}

function average(numbers: number[]): number | null {
  return numbers.length === 0 ? null : numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
}
