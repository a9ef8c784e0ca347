import { ensureReadableLocale } from '../../../shared/readable-locale.ts';

export function loadChartPlot() {
  ensureReadableLocale();
  return import('./chart-plot.tsx');
}
