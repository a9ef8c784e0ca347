import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainEventPublisher } from '../../kernel/domain-events.ts';
import type { EventsDeleted } from '../domain/domain-events.ts';
import { BackgroundJob } from './background-job.ts';
import { BreakdownInbox, type DeletionView, EventDeletions } from './ports.ts';

/** Between two steps, so that ingest has the minutes' rows to itself most of the time. */
const REST_MS = 10;

/** How often it is looked for what another process has left when it was killed. */
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
    private readonly inbox: BreakdownInbox,
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

  private async work(isClosing: () => boolean): Promise<void> {
    for (const campaignId of await this.deletions.unfinished()) await this.deleteAll(campaignId, isClosing);
  }

  private async deleteAll(campaignId: string, isClosing: () => boolean): Promise<void> {
    while (!isClosing()) {
      const deletion = await this.deletions.step(campaignId, Date.now());
      if (deletion === undefined) return;
      const isFinished = deletion.finishedAt !== null;
      if (isFinished) {
        while (await this.inbox.fold());
        await this.deletions.tidy(campaignId);
      }
      this.publisher.publish<EventsDeleted>({ type: 'EventsDeleted', campaignId, isFinished });
      if (isFinished) return;
      await new Promise((resolve) => setTimeout(resolve, REST_MS));
    }
  }
}
