import type { Campaign, Figures } from './types.ts';

export type LiveFigures = ReadonlyMap<string, Figures>;

/** Live figures are absolute, and always newer than those that a list was read with. */
export function mergeFigures(shown: LiveFigures, changed: readonly Figures[]): LiveFigures {
  if (changed.length === 0) return shown;
  const merged = new Map(shown);
  for (const figures of changed) merged.set(figures.campaign_id, figures);
  return merged;
}

/** Without those that are no longer followed: by the time they are again, they would be old. */
export function onlyThese(ids: readonly string[], live: LiveFigures): LiveFigures {
  const followed = new Set(ids);
  if ([...live.keys()].every((id) => followed.has(id))) return live;
  return new Map([...live].filter(([id]) => followed.has(id)));
}

/** Whether somebody has edited one of these campaigns since they were read. */
export function isOutdated(campaigns: readonly Pick<Campaign, 'id' | 'version'>[], live: LiveFigures): boolean {
  return campaigns.some(({ id, version }) => {
    const current = live.get(id);
    return current !== undefined && (current.settings_version === null || current.settings_version > version);
  });
}
