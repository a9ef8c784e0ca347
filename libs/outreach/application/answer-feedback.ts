import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainEventPublisher } from '../../kernel/domain-events.ts';
import type { FeedbackGiven } from '../domain/domain-events.ts';
import { type Answer, isExpired } from '../domain/feedback.ts';
import { feedbackGivenBefore, feedbackLinkExpired, feedbackLinkUnknown } from './errors.ts';
import { FeedbackStore } from './ports.ts';

/**
 * A recipient answers, once. The same answer again, as after a second click or when the first acknowledgement was lost, is the one that
 * is kept.
 *
 * @throws DomainError `FEEDBACK_LINK_UNKNOWN` (not-found), `FEEDBACK_LINK_EXPIRED` (gone), `FEEDBACK_GIVEN_BEFORE` (conflict),
 *   `OUTREACH_UNAVAILABLE` (unavailable)
 */
export class AnswerFeedback extends Command<Answer> {
  constructor(
    readonly token: string,
    readonly answer: Answer,
  ) {
    super();
  }
}

@CommandHandler(AnswerFeedback)
export class AnswerFeedbackHandler implements ICommandHandler<AnswerFeedback> {
  constructor(
    private readonly store: FeedbackStore,
    private readonly publisher: DomainEventPublisher,
  ) {}

  async execute({ token, answer }: AnswerFeedback): Promise<Answer> {
    const invitation = await this.store.findByToken(token);
    if (invitation === undefined) throw feedbackLinkUnknown();
    const { recipientId, campaignId, sentAt } = invitation;
    // What was answered is told also after the link has expired.
    if (invitation.answer === null && isExpired(sentAt, Date.now())) throw feedbackLinkExpired();
    const isKept = invitation.answer === null && (await this.store.answer(recipientId, answer));
    const kept = isKept ? answer : (invitation.answer ?? (await this.store.findByToken(token))?.answer);
    // Somebody has removed the recipient meanwhile.
    if (kept === undefined || kept === null) throw feedbackLinkUnknown();
    if (kept.rating !== answer.rating || kept.comment !== answer.comment) throw feedbackGivenBefore(kept.rating);
    // Also when it was kept before: the process that did so may have died before it could tell.
    this.publisher.publish<FeedbackGiven>({ type: 'FeedbackGiven', campaignId });
    return answer;
  }
}
