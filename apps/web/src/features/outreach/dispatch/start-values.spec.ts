import { describe, expect, it } from '@jest/globals';
import { FIRST_VALUES, type StartValues, startErrorsOf, wishOf } from './start-values.ts';

const NOW = Date.parse('2026-02-10T21:10:00Z');
const wish = (change: Partial<StartValues> = {}) => wishOf({ ...FIRST_VALUES, ...change }, NOW);

describe('the fields of a dispatch', () => {
  it('ask for the simulated channel, now, without limits, as long as nobody touches them', () => {
    expect(wish()).toEqual({ wish: { channel: 'simulated', audience: 'new', pause_after_failures: 100, simulated: { delay_ms: [50, 250], failure_rate: 0.05 } } });
  });

  it('send nothing about the simulation to another channel, also when it is filled in wrongly', () => {
    expect(wish({ channel: 'smtp', failures: 'many' })).toEqual({ wish: { channel: 'smtp', audience: 'new', pause_after_failures: 100 } });
  });

  it('take numbers as people write them', () => {
    expect(wish({ rate: '1,200', failures: '2.5' })).toMatchObject({ wish: { rate_per_minute: 1200, simulated: { failure_rate: 0.025 } } });
    expect(wish({ rate: '1 200 000' })).toMatchObject({ errors: { rate: expect.any(String) } });
    expect(wish({ rate: 'fast', pauseAfter: '0' })).toMatchObject({ errors: { rate: expect.any(String), pauseAfter: expect.any(String) } });
  });

  it('refuse a time that has passed, or none', () => {
    expect(wish({ when: 'later' })).toMatchObject({ errors: { at: 'Choose a day and a time' } });
    expect(wish({ when: 'later', at: '2020-01-01T09:00' })).toMatchObject({ errors: { at: 'This has passed' } });
    const later = wish({ when: 'later', at: '2030-01-01T09:00' });
    expect(later).toMatchObject({ wish: { scheduled_at: new Date('2030-01-01T09:00').toISOString() } });
  });

  it('refuse hours that never come', () => {
    expect(wish({ hasWindow: true, from: '09:00', to: '09:00' })).toMatchObject({ errors: { to: expect.any(String) } });
    expect(wish({ hasWindow: true, from: '22:00', to: '06:00' })).toMatchObject({ wish: { sending_window: { from: '22:00', to: '06:00' } } });
    expect(wish({ delayFrom: '300', delayTo: '200' })).toMatchObject({ errors: { delayTo: expect.any(String) } });
  });

  it('show what the server says at the field it is about', () => {
    expect(startErrorsOf([{ field: 'channel', message: 'needs SMTP_URL' }])).toEqual({ channel: 'It needs SMTP_URL' });
    expect(startErrorsOf([{ field: 'template.body', message: 'is wrong' }])).toBeUndefined();
    expect(startErrorsOf([])).toBeUndefined();
  });
});
