import type { Dispatch } from '../types.ts';

/** Whether it still has something to do. A campaign has one such dispatch at a time. */
export function isUnderWay(status: Dispatch['status']): boolean {
  return status === 'pending' || status === 'processing' || status === 'paused';
}
