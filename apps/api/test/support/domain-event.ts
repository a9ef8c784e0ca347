import { type DomainEvent, DomainEventPublisher } from '../../../../libs/kernel/domain-events.ts';
import type { TestApplication } from './test-application.ts';

/** The domain events of a type that are told from now on, as they come. */
export function onEvent({ app }: TestApplication, type: string): DomainEvent[] {
  const heard: DomainEvent[] = [];
  app.get<DomainEventPublisher>(DomainEventPublisher, { strict: false }).subscribe(type, { handle: ({ event }) => void heard.push(event) });
  return heard;
}
