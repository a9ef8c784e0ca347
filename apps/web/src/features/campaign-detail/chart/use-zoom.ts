import { useState } from 'react';
import { type DetailSearch, type Limits, withRange } from '../range/detail-view.ts';
import { zoomOut } from './zoom.ts';

interface Step {
  before: DetailSearch;
  after: DetailSearch;
}

/** Zooming leads on in the URL, and the way back leads through what was shown before; without such, to twice as much. */
export function useZoom(search: DetailSearch, onChange: (search: DetailSearch) => void) {
  const [steps, setSteps] = useState<Step[]>([]);
  return {
    zoomTo: (limits: Limits) => {
      const after = withRange(search, limits);
      setSteps([...steps, { before: search, after }]);
      onChange(after);
    },
    zoomOut: (limits: Limits, now: number) => {
      const last = steps.at(-1);
      setSteps(steps.slice(0, -1));
      const isBack = last !== undefined && last.after.from === search.from && last.after.to === search.to;
      onChange(isBack ? { ...last.before, compare: search.compare, style: search.style, hide: search.hide } : withRange(search, zoomOut(limits, now)));
    },
  };
}
