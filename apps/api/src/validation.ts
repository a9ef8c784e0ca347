import { type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { DomainError, type FieldError } from '../../../libs/kernel/domain-error.ts';

export function invalidFields(errors: FieldError[]): DomainError {
  const named = errors.map((error) => error.field).filter(Boolean);
  return new DomainError('invalid', 'VALIDATION_FAILED', named.length > 0 ? `Please check: ${named.join(', ')}.` : 'The request is not valid.', { errors });
}

/**
 * Checks a query against the class-validator rules of its class; parameters that are unknown, or given twice, were refused before. It stands at the parameters that need it: as a
 * global pipe it would cost every ingest request three turns of the microtask queue for nothing.
 */
export const validatedQuery = new ValidationPipe({
  transform: true,
  exceptionFactory: (errors) => invalidFields(errors.map(fieldError)),
});

/** No body here is nested so deep. */
const MAX_DEPTH = 8;
const NO_FIELD = 'is not a field of this request';

/**
 * Refuses what the checks themselves would stumble over: class-transformer descends as deep as a body goes, until the stack
 * ends, and class-validator takes `constructor` and its like, which every object has, for fields of every request.
 */
function refuseStrangeFields(body: object, path = '', depth = 1): void {
  for (const [name, value] of Object.entries(body) as [string, unknown][]) {
    const field = path + name;
    if (name in Object.prototype) throw invalidFields([{ field, message: NO_FIELD }]);
    if (typeof value !== 'object' || value === null) continue;
    if (depth === MAX_DEPTH) throw invalidFields([{ field, message: `must not be nested deeper than ${MAX_DEPTH} levels` }]);
    refuseStrangeFields(value, `${field}.`, depth + 1);
  }
}

class BodyPipe extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalidFields([{ field: '', message: 'must be a JSON object' }]);
    refuseStrangeFields(value);
    return super.transform(value, metadata);
  }
}

/** Checks a JSON body the same way. Fields of a nested object are named by their path. */
export const validatedBody = new BodyPipe({
  whitelist: true,
  forbidNonWhitelisted: true,
  transform: true,
  exceptionFactory: (errors) => invalidFields(errors.flatMap((error) => bodyErrors(error, ''))),
});

function bodyErrors({ property, value, constraints = {}, children = [] }: ValidationError, path: string): FieldError[] {
  const field = path + property;
  if ('whitelistValidation' in constraints) return [{ field, message: NO_FIELD }];
  if (value === undefined) return [{ field, message: 'is required' }];
  const message = firstMessage(constraints);
  return message === undefined ? children.flatMap((child) => bodyErrors(child, `${field}.`)) : [{ field, message }];
}

function fieldError(error: ValidationError): FieldError {
  if (error.value === undefined) return { field: error.property, message: 'is required' };
  return { field: error.property, message: firstMessage(error.constraints ?? {}) ?? 'is invalid' };
}

/** Of all the rules that a value breaks, the one that is written first: decorators are applied from the last one up. */
function firstMessage(constraints: Record<string, string>): string | undefined {
  return Object.values(constraints).at(-1);
}
