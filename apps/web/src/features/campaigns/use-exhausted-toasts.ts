import { useEffect, useRef } from 'react';
import { Newly } from '../../shared/newly.ts';
import { tellExhausted } from '../../shared/toasts/exhausted-toast.ts';
import type { LiveFigures } from './merge-figures.ts';
import type { Campaign } from './types.ts';

/** Tells when one of the campaigns on the page uses up its budget. Begins with the live figures: a list may have been read long ago. */
export function useExhaustedToasts(campaigns: Pick<Campaign, 'id' | 'name'>[], live: LiveFigures): void {
  const newly = useRef(new Newly());
  useEffect(() => {
    const exhausted = new Set(newly.current.of([...live].map(([id, { pacing }]) => [id, pacing?.state === 'exhausted'])));
    tellExhausted(
      campaigns.flatMap(({ id, name }) => {
        const pacing = exhausted.has(id) ? live.get(id)?.pacing : undefined;
        return pacing ? [{ id, name, spent: pacing.spent, budget: pacing.budget }] : [];
      }),
    );
  }, [campaigns, live]);
}
