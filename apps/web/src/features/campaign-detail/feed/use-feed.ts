import { useEffect, useReducer, useRef } from 'react';
import { useLiveConnection } from '../../../shared/live/live-context.ts';
import { EMPTY_FEED, type FeedBuffer, type FeedMessage, showWaiting, withSnapshot, withUpdate } from './feed-buffer.ts';

const TICK_MS = 250;
/** With more than this at once, rows are added once a second only, so that they can be read. */
const FEW = 3;
const CALM_MS = 1_000;

type Action = { kind: 'snapshot' | 'update'; message: FeedMessage } | { kind: 'show' };

function reduce(buffer: FeedBuffer, action: Action): FeedBuffer {
  if (action.kind === 'snapshot') return withSnapshot(buffer, action.message);
  return action.kind === 'update' ? withUpdate(buffer, action.message) : showWaiting(buffer);
}

/** The events of a campaign as they arrive. While `held`, they wait. */
export function useFeed(campaignId: string, held: boolean): FeedBuffer {
  const connection = useLiveConnection();
  const [buffer, dispatch] = useReducer(reduce, EMPTY_FEED);
  const arrived = useRef(0);
  useEffect(() => {
    arrived.current = buffer.arrived;
  });

  useEffect(
    () =>
      connection.watch<FeedMessage & { as_of: string }>('feed', { campaign_id: campaignId }, {
        snapshot: (message) => dispatch({ kind: 'snapshot', message }),
        update: (message) => dispatch({ kind: 'update', message }),
      }),
    [connection, campaignId],
  );

  useEffect(() => {
    if (held) return;
    let shownAt = Date.now();
    const timer = setInterval(() => {
      const isFew = arrived.current > 0 && arrived.current <= FEW;
      if (!isFew && Date.now() - shownAt < CALM_MS) return;
      shownAt = Date.now();
      dispatch({ kind: 'show' });
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [held]);

  return buffer;
}
