import { describe } from '@jest/globals';
import { pino } from 'pino';
import { domainEventsContract } from './domain-events.contract.ts';
import { InProcessDomainEvents } from './in-process-domain-events.ts';

describe('InProcessDomainEvents', () => {
  domainEventsContract(() => Promise.resolve(new InProcessDomainEvents(pino({ level: 'silent' }))));
});
