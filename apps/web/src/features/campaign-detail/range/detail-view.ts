const MINUTE_MS = 60_000;

export const STEP_MS = { minute: MINUTE_MS, hour: 60 * MINUTE_MS, day: 24 * 60 * MINUTE_MS } as const;
export type Granularity = keyof typeof STEP_MS;
const GRANULARITIES = ['minute', 'hour', 'day'] as const satisfies Granularity[];

/** Ranges that end now and move with it, by the names that the API gives them, and their lengths. */
const WINDOW_MS = {
  '15m': 15 * MINUTE_MS,
  '1h': 60 * MINUTE_MS,
  '6h': 6 * 60 * MINUTE_MS,
  '24h': 24 * 60 * MINUTE_MS,
  '7d': 7 * 24 * 60 * MINUTE_MS,
} as const;
export type Preset = keyof typeof WINDOW_MS;
export const PRESETS = ['15m', '1h', '6h', '24h', '7d'] as const satisfies Preset[];
const DEFAULT_PRESET: Preset = '1h';

/** What the chart draws, each of which can be hidden. */
export const SERIES = ['impressions', 'clicks', 'ctr'] as const;
export type Series = (typeof SERIES)[number];

/** More points than a screen has pixels tell nothing, and cost every reader memory. */
export const MOST_POINTS = 3_000;
/** Up to here a bar is at least two pixels wide on an ordinary screen. */
const COMFORTABLE_POINTS = 400;

/** What of the page lives in the URL. What is left out has its default: the last hour, bars, nothing to compare with. */
export interface DetailSearch {
  range?: Preset;
  /** ISO 8601 in UTC, whole minutes; both or none, and then there is no `range`. `to` is exclusive. */
  from?: string;
  to?: string;
  granularity?: Granularity;
  compare?: true;
  style?: 'lines';
  /** Series that are not shown, with commas between. */
  hide?: string;
}

/** Milliseconds since 1970. */
export interface Limits {
  from: number;
  to: number;
}

export type Range = { window: Preset } | Limits;

/** The same with every default filled in. */
export interface DetailView {
  range: Range;
  granularity: Granularity;
  compare: boolean;
  style: 'bars' | 'lines';
  hidden: Series[];
}

export function lengthOf(range: Range): number {
  return 'window' in range ? WINDOW_MS[range.window] : range.to - range.from;
}

/** Those that cut a range into two or more buckets, and not into too many. */
export function granularitiesOf(range: Range): Granularity[] {
  const length = lengthOf(range);
  const fitting = GRANULARITIES.filter((name) => length / STEP_MS[name] <= MOST_POINTS && length >= 2 * STEP_MS[name]);
  return fitting.length > 0 ? fitting : ['minute'];
}

function usualGranularity(range: Range): Granularity {
  const fitting = granularitiesOf(range);
  return fitting.find((name) => lengthOf(range) / STEP_MS[name] <= COMFORTABLE_POINTS) ?? fitting.at(-1) ?? 'minute';
}

/** Whatever somebody typed into the address bar becomes a valid view, and defaults are left out. */
export function parseDetailSearch(search: Record<string, unknown>): DetailSearch {
  const parsed: DetailSearch = {};
  const custom = parseLimits(search.from, search.to);
  const preset = PRESETS.find((name) => name === search.range);
  if (custom !== null) {
    parsed.from = new Date(custom.from).toISOString();
    parsed.to = new Date(custom.to).toISOString();
  } else if (preset !== undefined && preset !== DEFAULT_PRESET) parsed.range = preset;

  const range = custom ?? { window: preset ?? DEFAULT_PRESET };
  const granularity = granularitiesOf(range).find((name) => name === search.granularity);
  if (granularity !== undefined && granularity !== usualGranularity(range)) parsed.granularity = granularity;
  if (search.compare === true || search.compare === 'true') parsed.compare = true;
  if (search.style === 'lines') parsed.style = 'lines';
  const hidden = hiddenIn(search.hide);
  if (hidden.length > 0) parsed.hide = hidden.join();
  return parsed;
}

export function viewOf(search: DetailSearch): DetailView {
  const range = parseLimits(search.from, search.to) ?? { window: search.range ?? DEFAULT_PRESET };
  return {
    range,
    granularity: search.granularity ?? usualGranularity(range),
    compare: search.compare === true,
    style: search.style ?? 'bars',
    hidden: hiddenIn(search.hide),
  };
}

/** The search after another range was chosen. A granularity that was chosen for the old one says nothing about the new. */
export function withRange(search: DetailSearch, range: Range): DetailSearch {
  const { compare, style, hide } = search;
  if ('window' in range) return parseDetailSearch({ range: range.window, compare, style, hide });
  return parseDetailSearch({ from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString(), compare, style, hide });
}

/** The search after a series was hidden, or is shown again. */
export function toggleSeries(search: DetailSearch, series: Series): DetailSearch {
  const hidden = hiddenIn(search.hide);
  const next = hidden.includes(series) ? hidden.filter((name) => name !== series) : [...hidden, series];
  return parseDetailSearch({ ...search, hide: next.join() });
}

export function shownSeries(hidden: readonly Series[]): Series[] {
  return SERIES.filter((series) => !hidden.includes(series));
}

function hiddenIn(hide: unknown): Series[] {
  const named = typeof hide === 'string' ? hide.split(',') : [];
  return SERIES.filter((series) => named.includes(series));
}

const ISO_UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z$/;

/** Whole minutes, outwards. Null when the two are no range that can be shown. */
function parseLimits(from: unknown, to: unknown): Limits | null {
  if (typeof from !== 'string' || typeof to !== 'string' || !ISO_UTC.test(from) || !ISO_UTC.test(to)) return null;
  const limits = {
    from: Math.floor(Date.parse(from) / MINUTE_MS) * MINUTE_MS,
    to: Math.ceil(Date.parse(to) / MINUTE_MS) * MINUTE_MS,
  };
  return problemOf(limits) === null ? limits : null;
}

/** Why these limits cannot be shown, as a sentence; null when they can. */
export function problemOf({ from, to }: Limits): string | null {
  if (Number.isNaN(from) || Number.isNaN(to)) return 'Give both a date and a time.';
  if (from < 0) return 'Nothing was counted before 1970.';
  if (to <= from) return 'The end must be later than the beginning.';
  if (to - from > MOST_POINTS * STEP_MS.day) return `A range can have at most ${MOST_POINTS.toLocaleString()} days.`;
  return null;
}

/**
 * Where a view begins and ends at a moment: whole buckets, and of a moving range the one that is still running is the
 * last. The server cuts moving ranges the same way.
 */
export function limitsOf({ range, granularity }: DetailView, now: number): Limits {
  const step = STEP_MS[granularity];
  if (!('window' in range)) return { from: Math.floor(range.from / step) * step, to: Math.ceil(range.to / step) * step };
  const to = (Math.floor(now / step) + 1) * step;
  return { from: to - WINDOW_MS[range.window], to };
}
