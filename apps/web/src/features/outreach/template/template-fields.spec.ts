import { describe, expect, it } from '@jest/globals';
import { insertField, textErrorsOf } from './template-fields.ts';

describe('a field of a template', () => {
  it('is put in where the cursor is, in place of what is selected', () => {
    expect(insertField('Hello !', 'name', 6, 6)).toEqual({ value: 'Hello {{ name }}!', caret: 16 });
    expect(insertField('Hello you!', 'name', 6, 9)).toEqual({ value: 'Hello {{ name }}!', caret: 16 });
  });

  it('is put at the end of a text that nobody was in', () => {
    expect(insertField('See ', 'feedback_link', null, null)).toEqual({ value: 'See {{ feedback_link }}', caret: 23 });
  });

  it('that does not exist is told where it stands', () => {
    expect(textErrorsOf([{ field: 'body', message: '“nam” is no field' }, { field: 'body', message: '“x” is no field' }])).toEqual({ body: '“nam” is no field. “x” is no field' });
    expect(textErrorsOf([])).toBeUndefined();
  });
});
