import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { BackgroundJob } from '../../kernel/background-job.ts';
import { DomainEventPublisher } from '../../kernel/domain-events.ts';
import type { EventsDeleted } from '../domain/domain-events.ts';
import { type DeletionView, EventDeletions } from './ports.ts';

/** Between two steps, so that ingest has the minutes' rows to itself most of the time. */
const REST_MS = 10;

/** How often it is looked for what another process has left when it was killed, and what failed is tried again beside the rest. */
const LOOK_MS = 5_000;

/** Deletes what is stored of a campaign now, in the background. Resolves when it is certain to happen. */
export class DeleteEvents extends Command<DeletionView> {
  constructor(readonly campaignId: string) {
    super();
  }
}

/** Also does the work, bit by bit, and goes on with what an earlier process has left. */
@CommandHandler(DeleteEvents)
export class DeleteEventsHandler implements ICommandHandler<DeleteEvents> {
  private readonly job: BackgroundJob;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly deletions: EventDeletions,
    private readonly publisher: DomainEventPublisher,
    onError: (error: unknown) => void,
  ) {
    this.job = new BackgroundJob((isClosing) => this.work(isClosing), 0, onError);
    this.job.want();
    this.timer = setInterval(() => this.job.want(), LOOK_MS).unref();
  }

  async execute({ campaignId }: DeleteEvents): Promise<DeletionView> {
    const deletion = await this.deletions.request(campaignId, Date.now());
    this.publisher.publish<EventsDeleted>({ type: 'EventsDeleted', campaignId, isFinished: false });
    this.job.want();
    return deletion;
  }

  stop(): Promise<void> {
    clearInterval(this.timer);
    return this.job.close();
  }

  /** A step of each deletion in turn: a long one does not keep the others waiting, nor does one that fails. */
  private async work(isClosing: () => boolean): Promise<void> {
    const failed = new Map<string, unknown>();
    let isAdvancing = true;
    for (const end = Date.now() + LOOK_MS; isAdvancing && Date.now() < end; ) {
      isAdvancing = false;
      for (const campaignId of await this.deletions.unfinished()) {
        if (isClosing()) return;
        if (failed.has(campaignId)) continue;
        try {
          if (await this.advance(campaignId)) isAdvancing = true;
        } catch (error) {
          failed.set(campaignId, error);
        }
        await new Promise((resolve) => setTimeout(resolve, REST_MS));
      }
    }
    for (const error of failed.values()) throw error;
    if (isAdvancing) this.job.want();
  }

  private async advance(campaignId: string): Promise<boolean> {
    const deletion = await this.deletions.step(campaignId, Date.now());
    if (deletion === undefined) return false;
    this.publisher.publish<EventsDeleted>({ type: 'EventsDeleted', campaignId, isFinished: deletion.finishedAt !== null });
    return true;
  }
}
