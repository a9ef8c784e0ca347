import { useState } from 'react';

/**
 * Keeps rows in their places while `held`, so that a row does not jump away from under the pointer. The numbers still
 * change; new rows are added at the end; another `arrangement` (sort, filter) counts at once.
 */
export function useHeldOrder<Row>(arranged: Row[], idOf: (row: Row) => string, held: boolean, arrangement: string): Row[] {
  const [shown, setShown] = useState({ arrangement, ids: [] as string[] });
  const holding = held && shown.arrangement === arrangement;
  const rows = holding ? inOrderOf(shown.ids, arranged, idOf) : arranged;
  const isAsShown = shown.ids.length === rows.length && rows.every((row, place) => idOf(row) === shown.ids[place]);
  if (shown.arrangement !== arrangement || !isAsShown) setShown({ arrangement, ids: rows.map(idOf) });
  return rows;
}

function inOrderOf<Row>(ids: string[], arranged: Row[], idOf: (row: Row) => string): Row[] {
  const left = new Map(arranged.map((row) => [idOf(row), row]));
  const kept: Row[] = [];
  for (const id of ids) {
    const row = left.get(id);
    if (row === undefined) continue;
    kept.push(row);
    left.delete(id);
  }
  return [...kept, ...left.values()];
}
