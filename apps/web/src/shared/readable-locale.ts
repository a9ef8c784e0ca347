/**
 * uPlot makes a formatter for `navigator.language` as soon as it is loaded. Chromium on a machine without a locale
 * reports "en-US@posix" there, which Intl refuses, and the chart would be lost to a formatter that we do not use.
 */
export function ensureReadableLocale(): void {
  try {
    Intl.getCanonicalLocales(navigator.language);
  } catch {
    Object.defineProperty(navigator, 'language', { value: new Intl.NumberFormat().resolvedOptions().locale });
  }
}
