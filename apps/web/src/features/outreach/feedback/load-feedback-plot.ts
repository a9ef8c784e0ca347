import { ensureReadableLocale } from '../../../shared/readable-locale.ts';

export function loadFeedbackPlot() {
  ensureReadableLocale();
  return import('./feedback-plot.tsx');
}
