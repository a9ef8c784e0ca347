import { Param } from '@nestjs/common';
import type { DomainError } from '../../../../libs/kernel/domain-error.ts';

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** The `:id` of a path. What is no UUID is not found, before the database has to refuse it. */
export const UuidParam = (notFound: () => DomainError): ParameterDecorator =>
  Param('id', {
    transform: (id: string) => {
      if (!isUuid(id)) throw notFound();
      return id;
    },
  });
