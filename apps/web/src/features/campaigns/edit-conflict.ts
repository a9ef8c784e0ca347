import type { Campaign } from './types.ts';

export type Settings = Pick<Campaign, 'name' | 'daily_budget' | 'status' | 'time_zone'>;
type SettingsField = keyof Settings;

const FIELDS = ['name', 'daily_budget', 'status', 'time_zone'] as const satisfies SettingsField[];

/** Somebody changed a field while it was being edited here. */
export interface Conflict {
  field: SettingsField;
  was: string | number;
  theirs: string | number;
  /** What stands in the form here, or stood there. */
  mine: string | number;
}

export interface Merged {
  conflicts: Conflict[];
  /** To go on with: what was typed here, and for fields that were not touched what others made of them. */
  settings: Settings;
}

/** @param base what the edit began from; the other two have gone their own ways since */
export function mergeEdits(base: Settings, mine: Settings, theirs: Settings): Merged {
  const changed = FIELDS.filter((field) => theirs[field] !== base[field]);
  const taken = changed.filter((field) => mine[field] === base[field]);
  return {
    conflicts: changed
      .filter((field) => mine[field] !== theirs[field])
      .map((field) => ({ field, was: base[field], theirs: theirs[field], mine: mine[field] })),
    settings: { ...mine, ...only(theirs, taken) },
  };
}

/** What has to be sent so that `from` becomes `to`. */
export function changesBetween(from: Settings, to: Settings): Partial<Settings> {
  return only(to, FIELDS.filter((field) => from[field] !== to[field]));
}

function only(settings: Settings, fields: SettingsField[]): Partial<Settings> {
  return Object.fromEntries(fields.map((field) => [field, settings[field]]));
}
