import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newestState } from './job-state.ts';

describe('newestState', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'flightdeck-test-state-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** @param second when it was completed; absent, it was not */
  function checkpoint(path: string, second?: number): string {
    const whole = join(folder, 'count-once', path);
    mkdirSync(whole, { recursive: true });
    if (second === undefined) return whole;
    writeFileSync(join(whole, '_metadata'), '');
    utimesSync(join(whole, '_metadata'), second, second);
    return whole;
  }
  const newest = () => newestState(`${pathToFileURL(folder).href}/`, 'count-once');

  test('is the last one that was completed, of whichever run', () => {
    checkpoint('run-b/chk-90', 100);
    const wanted = checkpoint('run-a/chk-3', 200);
    checkpoint('run-a/chk-4');
    writeFileSync(join(folder, 'count-once', 'note'), '');
    expect(newest()).toBe(wanted);
  });

  test('of those of one moment, is the one with the highest number, and a savepoint before all of them', () => {
    checkpoint('run-a/chk-9', 100);
    const last = checkpoint('run-a/chk-10', 100);
    expect(newest()).toBe(last);
    const savepoint = checkpoint('savepoint-1a2b3c', 100);
    expect(newest()).toBe(savepoint);
  });

  test('is none where nothing was ever kept', () => {
    expect(newest()).toBeUndefined();
  });

  test('is not taken for none where it cannot be read', () => {
    // A link to itself: root may read everything else.
    symlinkSync('count-once', join(folder, 'count-once'));
    expect(newest).toThrow('ELOOP');
  });
});
