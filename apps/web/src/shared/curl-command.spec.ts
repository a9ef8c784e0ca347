import { describe, expect, it } from '@jest/globals';
import { curlCommand } from './curl-command.ts';

describe('the command that sends an event', () => {
  it('names the campaign', () => {
    expect(curlCommand('http://localhost:3000', 'camp_9')).toContain('"campaign_id": "camp_9"');
  });

  it('keeps an id with quotes inside its quotes', () => {
    expect(curlCommand('http://localhost:3000', `a'; rm -rf "b"`)).toContain(String.raw`"campaign_id": "a'\''; rm -rf \"b\""`);
  });
});
