import type { Toast } from './show-toast.tsx';

const listeners = new Set<() => void>();
let wanted = false;

/** Says in a corner of the window what happened. The code for that arrives with the first message. */
export function notify(toast: Toast): void {
  wanted = true;
  for (const listener of listeners) listener();
  void import('./show-toast.tsx').then(({ showToast }) => showToast(toast));
}

export const toastsWanted = {
  get: () => wanted,
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
