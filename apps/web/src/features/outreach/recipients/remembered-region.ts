const KEY = 'flightdeck-phone-region';

/** The region that phone numbers were read by last in this browser; before that, the one of its language. */
export function rememberedRegion(regions: readonly string[]): string {
  const candidates = [read(), new Intl.Locale(navigator.language.replace(/@.*/, '')).maximize().region, 'DE'];
  return candidates.find((region) => region !== undefined && region !== null && (regions.length === 0 || regions.includes(region))) ?? regions[0] ?? 'DE';
}

export function rememberRegion(region: string): void {
  try {
    localStorage.setItem(KEY, region);
  } catch {
    // A browser that keeps nothing asks again.
  }
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
