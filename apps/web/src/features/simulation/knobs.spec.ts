import { describe, expect, it } from '@jest/globals';
import { knobErrorsOf, knobsOf, settingsOf } from './knobs.ts';

const settings = {
  scenario: 'steady' as const,
  rate: 20,
  ctr: 0.07,
  device_mix: { mobile: 0.6, desktop: 0.3, tablet: 0.1 },
  duplicate_share: 0.05,
  duration_seconds: 90,
};

describe('the knobs of the simulator', () => {
  it('show shares in per cent and the duration in minutes, and come back as they were', () => {
    expect(knobsOf(settings)).toEqual({ scenario: 'steady', rate: '20', ctr: '7', mobile: '60', desktop: '30', tablet: '10', duplicates: '5', minutes: '1.5' });
    expect(settingsOf(knobsOf(settings))).toEqual({ settings });
  });

  it('run until stopped when no duration is given', () => {
    expect(knobsOf({ ...settings, duration_seconds: null }).minutes).toBe('');
    expect(settingsOf({ ...knobsOf(settings), minutes: ' ' })).toMatchObject({ settings: { duration_seconds: null } });
  });

  it('take a decimal comma', () => {
    expect(settingsOf({ ...knobsOf(settings), ctr: '2,5' })).toMatchObject({ settings: { ctr: 0.025 } });
  });

  it('say where a number is missing', () => {
    expect(settingsOf({ ...knobsOf(settings), rate: 'many', mobile: '' })).toEqual({ errors: { rate: 'Give a number.', mobile: 'Give a number.' } });
  });

  it('have the server’s messages at their fields', () => {
    const errors = knobErrorsOf([
      { field: 'rate', message: 'must be at most 2000' },
      { field: 'device_mix.tablet', message: 'must not be less than 0' },
      { field: 'duration_seconds', message: 'must be at most 604800' },
      { field: 'unheard_of', message: 'is not a field' },
    ]);
    expect(errors).toEqual({
      rate: 'must be at most 2000',
      tablet: 'must not be less than 0 (as a share: 1 is 100 %)',
      minutes: 'must be at most 604800 (in seconds)',
    });
  });
});
