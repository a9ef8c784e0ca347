import { describe, expect, it } from '@jest/globals';
import { ShortcutKeys } from './shortcut-keys.ts';

const known = (keys: string) => ['g c', 'g o', 'n', '?'].includes(keys);

function typed(...keys: [key: string, at: number][]): (string | null)[] {
  const shortcuts = new ShortcutKeys();
  return keys.map(([key, at]) => shortcuts.press(key, at, known));
}

describe('keys pressed one after the other', () => {
  it('are a shortcut alone or in pairs', () => {
    expect(typed(['n', 0], ['?', 10], ['g', 20], ['c', 300])).toEqual(['n', '?', null, 'g c']);
  });

  it('are no pair when too much time passed between them', () => {
    expect(typed(['g', 0], ['c', 1_501])).toEqual([null, null]);
  });

  it('begin anew after a key that fits nothing', () => {
    expect(typed(['g', 0], ['x', 10], ['c', 20])).toEqual([null, null, null]);
    expect(typed(['g', 0], ['g', 10], ['o', 20])).toEqual([null, null, 'g o']);
  });

  it('a single key counts although another began a pair', () => {
    expect(typed(['g', 0], ['n', 10], ['c', 20])).toEqual([null, 'n', null]);
  });
});
