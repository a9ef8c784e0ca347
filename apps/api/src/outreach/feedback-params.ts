import type { FieldError } from '../../../../libs/kernel/domain-error.ts';
import { type Answer, isRating, parseComment } from '../../../../libs/outreach/domain/feedback.ts';
import type { Typed } from './feedback-page.ts';
import { FormBody } from './form-body.ts';

/** What a form or a JSON body says, or what is wrong with it. */
export function readAnswer(body: unknown): { answer: Answer } | { errors: FieldError[] } {
  const { rating, comment = '' } = body instanceof FormBody ? typedIn(body) : jsonFields(body);
  const errors: FieldError[] = [];
  if (!isRating(rating)) errors.push({ field: 'rating', message: rating === undefined || rating === null ? 'is required' : 'must be a whole number from 1 to 5' });
  const parsed = typeof comment === 'string' ? parseComment(comment) : { problem: 'must be a text' };
  if ('problem' in parsed) errors.push({ field: 'comment', message: parsed.problem });
  return isRating(rating) && 'comment' in parsed ? { answer: { rating, comment: parsed.comment } } : { errors };
}

/** As it was written, right or wrong, to be shown again. */
export function typedIn({ fields }: FormBody): Typed {
  const rating = Number(fields.get('rating') ?? NaN);
  return { rating: isRating(rating) ? rating : null, comment: fields.get('comment') ?? '' };
}

function jsonFields(body: unknown): Record<string, unknown> {
  const { rating, comment } = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  return { rating, comment: comment ?? undefined };
}
