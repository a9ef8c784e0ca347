import { describe, expect, it } from '@jest/globals';
import { checkValues, firstWrong, newValues, toMessages, toSettings, toValues } from './form-values.ts';

const good = { id: 'camp_1', name: 'Spring', daily_budget: '1,250.50', time_zone: 'Europe/Berlin', status: 'active' } as const;

describe('the form of a campaign', () => {
  it('has nothing against good values', () => {
    expect(checkValues(good)).toEqual({});
    expect(checkValues({ ...good, id: '' })).toEqual({});
  });

  it('says what is wrong at each field, and begins with the first', () => {
    const messages = checkValues({ ...good, name: '  ', daily_budget: '-1', id: 'x'.repeat(201) });
    expect(messages).toEqual({
      name: 'Name is missing',
      daily_budget: 'Daily budget must be more than 0',
      id: 'Id has 201 characters; 200 are the most',
    });
    expect(firstWrong(messages)).toBe('name');
    expect(firstWrong({})).toBeUndefined();
  });

  it('counts a name without the space around it', () => {
    expect(checkValues({ ...good, name: ` ${'n'.repeat(200)} ` })).toEqual({});
    expect(checkValues({ ...good, name: 'n'.repeat(201) }).name).toContain('201');
  });

  it('shows a campaign as it was saved', () => {
    const settings = toSettings(good);
    expect(settings).toEqual({ name: 'Spring', daily_budget: 1250.5, time_zone: 'Europe/Berlin', status: 'active' });
    expect(toSettings(toValues({ id: 'camp_1', ...settings }))).toEqual(settings);
  });

  it('begins in the time zone of the browser', () => {
    expect(newValues('').time_zone).toBe(new Intl.DateTimeFormat().resolvedOptions().timeZone);
  });

  it("puts the server's messages at their fields", () => {
    expect(toMessages([{ field: 'id', message: 'is taken by another campaign' }])).toEqual({ id: 'Id is taken by another campaign' });
    expect(toMessages([{ field: 'version', message: 'must be a whole number' }])).toBeUndefined();
    expect(toMessages([])).toBeUndefined();
  });
});
