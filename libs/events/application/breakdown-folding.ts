import { BackgroundJob } from '../../kernel/background-job.ts';
import { DomainEventPublisher, type Subscription } from '../../kernel/domain-events.ts';
import type { DetailsArrived, EventsAccepted, EventsDeleted } from '../domain/domain-events.ts';
import { BreakdownInbox } from './ports.ts';

/** The larger, the fewer updates of the running minute; the smaller, the less there is to add up on reading. */
const FOLD_AFTER_MS = 1_000;

/** Folds the breakdown inbox soon after something came into it, in whichever process finds the time. */
export class BreakdownFolding {
  private readonly job: BackgroundJob;
  private readonly subscriptions: Subscription[];

  constructor(inbox: BreakdownInbox, publisher: DomainEventPublisher, onError: (error: unknown) => void) {
    this.job = new BackgroundJob(
      async (isClosing) => {
        while (!isClosing() && (await inbox.fold()));
      },
      FOLD_AFTER_MS,
      onError,
    );
    const want = (): void => this.job.want();
    this.subscriptions = [
      publisher.subscribe<EventsAccepted>('EventsAccepted', { handle: want, missed: want }),
      publisher.subscribe<DetailsArrived>('DetailsArrived', { handle: want, missed: want }),
      publisher.subscribe<EventsDeleted>('EventsDeleted', { handle: want, missed: want }),
    ];
    // A process that was killed may have left something.
    want();
  }

  async stop(): Promise<void> {
    for (const subscription of this.subscriptions) subscription.unsubscribe();
    await this.job.close();
  }
}
