import { Suspense, lazy, useSyncExternalStore } from 'react';
import { toastsWanted } from './notify.ts';

const ToastList = lazy(() => import('./toast-list.tsx'));

/** Where messages appear; nothing of it is loaded before the first one. */
export function Toasts() {
  const wanted = useSyncExternalStore(toastsWanted.subscribe, toastsWanted.get);
  return <Suspense>{wanted && <ToastList />}</Suspense>;
}
