import { ensureReadableLocale } from '../../shared/readable-locale.ts';

export function loadRatePlot() {
  ensureReadableLocale();
  return import('./rate-plot.tsx');
}
