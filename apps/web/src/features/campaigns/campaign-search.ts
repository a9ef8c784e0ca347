const COLUMNS = ['name', 'status', 'impressions', 'clicks', 'ctr', 'daily_budget'] as const;
export type SortKey = (typeof COLUMNS)[number];
const FILTERS = ['active', 'paused', 'unregistered'] as const;
export type StatusFilter = (typeof FILTERS)[number];

/** Rows that "Load more" adds. */
export const PAGE_ROWS = 50;
/** More than anybody scrolls through: beyond it, searching is quicker. */
export const MOST_ROWS = 500;

/** What of the list lives in the URL. What is left out has its default: all campaigns, by name, the first 50. */
export interface CampaignSearch {
  q?: string;
  status?: StatusFilter;
  sort?: SortKey;
  order?: 'asc' | 'desc';
  /** How many rows are asked for. */
  rows?: number;
}

/** Whatever somebody typed into the address bar becomes a valid search. */
export function parseCampaignSearch(search: Record<string, unknown>): CampaignSearch {
  const parsed: CampaignSearch = {};
  // The router reads ?q=123 as a number.
  if (typeof search.q === 'string' || typeof search.q === 'number') {
    const q = String(search.q);
    if (q.trim() !== '') parsed.q = q;
  }
  const status = FILTERS.find((filter) => filter === search.status);
  if (status !== undefined) parsed.status = status;
  const sort = COLUMNS.find((key) => key === search.sort);
  if (sort !== undefined && sort !== 'name') parsed.sort = sort;
  const order = search.order === 'asc' || search.order === 'desc' ? search.order : undefined;
  if (order !== undefined && order !== firstDirection(sort ?? 'name')) parsed.order = order;
  const rows = Number(search.rows);
  if (Number.isInteger(rows) && rows > PAGE_ROWS) parsed.rows = Math.min(rows, MOST_ROWS);
  return parsed;
}

/** Words read from A, numbers from the largest. */
function firstDirection(key: SortKey): 'asc' | 'desc' {
  return key === 'name' || key === 'status' ? 'asc' : 'desc';
}

export function sortOf(search: CampaignSearch): { key: SortKey; direction: 'asc' | 'desc' } {
  const key = search.sort ?? 'name';
  return { key, direction: search.order ?? firstDirection(key) };
}

/** Whether an order by this column changes with every event. */
export function isMoving(key: SortKey): key is 'impressions' | 'clicks' | 'ctr' {
  return key === 'impressions' || key === 'clicks' || key === 'ctr';
}

/** The search after a click on a column's head: another column starts its own way, the same one turns round. */
export function toggleSort(search: CampaignSearch, key: SortKey): CampaignSearch {
  const present = sortOf(search);
  const turned = present.direction === 'asc' ? 'desc' : 'asc';
  return parseCampaignSearch({ ...search, sort: key, order: present.key === key ? turned : firstDirection(key) });
}

/** Another search or filter begins at its first rows again. */
export function narrow(search: CampaignSearch, change: { q?: string; status?: StatusFilter | undefined }): CampaignSearch {
  return parseCampaignSearch({ ...search, ...change, rows: undefined });
}
