import { describe, expect, it } from '@jest/globals';
import { checkRecipient, recipientErrorsOf, wishOf } from './recipient-values.ts';

describe('the fields of a recipient', () => {
  it('need a name and one way to reach somebody', () => {
    expect(checkRecipient({ name: ' ', email: '', phone: ' ' })).toEqual({ name: expect.any(String), email: expect.any(String) });
    expect(checkRecipient({ name: 'Ann', email: '', phone: '030 123456' })).toEqual({});
  });

  it('take away what was emptied', () => {
    expect(wishOf({ name: ' Ann ', email: ' ', phone: ' 030 1 ' }, 'DE')).toEqual({ name: 'Ann', email: null, phone: '030 1', region: 'DE' });
  });

  it('show what the server says where it belongs, and as a whole what belongs nowhere', () => {
    expect(recipientErrorsOf([{ field: 'phone', message: 'is no phone number' }])).toEqual({ phone: 'Phone is no phone number' });
    expect(recipientErrorsOf([{ field: 'region', message: 'is odd' }])).toBeUndefined();
    expect(recipientErrorsOf([{ field: 'toString', message: 'is odd' }])).toBeUndefined();
    expect(recipientErrorsOf([])).toBeUndefined();
  });
});
