import { useState } from 'react';
import type { OverviewCampaign } from './api/get-overview.ts';

/**
 * Keeps rows in their places while `held`, so that a row does not jump away from under the pointer. The numbers still
 * change; new rows are added at the end; another `arrangement` (sort, filter) counts at once.
 */
export function useHeldOrder(arranged: OverviewCampaign[], held: boolean, arrangement: string): OverviewCampaign[] {
  const [shown, setShown] = useState({ arrangement, ids: [] as string[] });
  const holding = held && shown.arrangement === arrangement;
  const rows = holding ? inOrderOf(shown.ids, arranged) : arranged;
  const isAsShown = shown.ids.length === rows.length && rows.every((row, place) => row.campaign_id === shown.ids[place]);
  if (shown.arrangement !== arrangement || !isAsShown) setShown({ arrangement, ids: rows.map((row) => row.campaign_id) });
  return rows;
}

function inOrderOf(ids: string[], arranged: OverviewCampaign[]): OverviewCampaign[] {
  const left = new Map(arranged.map((row) => [row.campaign_id, row]));
  const kept: OverviewCampaign[] = [];
  for (const id of ids) {
    const row = left.get(id);
    if (row === undefined) continue;
    kept.push(row);
    left.delete(id);
  }
  return [...kept, ...left.values()];
}
