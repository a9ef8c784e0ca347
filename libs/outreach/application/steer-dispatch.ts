import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainEventPublisher } from '../../kernel/domain-events.ts';
import type { Dispatch } from '../domain/dispatch.ts';
import type { DispatchChanged } from '../domain/domain-events.ts';
import { dispatchNotFound, dispatchStateConflict, nothingFailed } from './errors.ts';
import { Channels, DispatchStore, type Steering } from './ports.ts';

export const STEERINGS = ['pause', 'resume', 'cancel', 'retry-failed'] as const;

const ASKED: Record<(typeof STEERINGS)[number], string> = { pause: 'paused', resume: 'resumed', cancel: 'cancelled', 'retry-failed': 'sent again' };
/** What a dispatch is once it has come true: asked for twice, as by a double click, it is no mistake. */
const REACHED: Partial<Record<(typeof STEERINGS)[number], readonly Dispatch['status'][]>> = {
  pause: ['paused'],
  resume: ['processing', 'pending'],
  cancel: ['cancelled'],
};

/**
 * Pauses, resumes or cancels a dispatch, or sends to those who failed again.
 *
 * @throws DomainError `DISPATCH_NOT_FOUND`, `DISPATCH_STATE_CONFLICT`, `NOTHING_FAILED`
 */
export class SteerDispatch extends Command<Dispatch> {
  constructor(
    readonly id: string,
    readonly to: (typeof STEERINGS)[number],
  ) {
    super();
  }
}

@CommandHandler(SteerDispatch)
export class SteerDispatchHandler implements ICommandHandler<SteerDispatch> {
  constructor(
    private readonly dispatches: DispatchStore,
    private readonly channels: Channels,
    private readonly publisher: DomainEventPublisher,
  ) {}

  async execute({ id, to }: SteerDispatch): Promise<Dispatch> {
    const result = await this.dispatches.steer(id, await this.steering(id, to));
    if (result.status === 'missing') throw dispatchNotFound();
    const { dispatch } = result;
    if (result.status === 'refused') {
      if (REACHED[to]?.includes(dispatch.status)) return dispatch;
      throw to === 'retry-failed' && dispatch.status !== 'pending' ? nothingFailed() : dispatchStateConflict(dispatch.status, ASKED[to]);
    }
    this.publisher.publish<DispatchChanged>({ type: 'DispatchChanged', campaignId: dispatch.campaignId, dispatchId: id });
    return dispatch;
  }

  private async steering(id: string, to: (typeof STEERINGS)[number]): Promise<Steering> {
    if (to === 'pause') return { to, pause: { code: 'asked', detail: 'Somebody paused it.', at: Date.now() } };
    if (to !== 'retry-failed') return { to };
    const dispatch = await this.dispatches.find(id);
    if (dispatch === undefined) throw dispatchNotFound();
    return { to, attempts: this.channels.get(dispatch.channel).retries.attempts };
  }
}
