/** All the browser knows; `UTC` and older names of zones are not among them, but valid. */
export function timeZones(chosen: string): string[] {
  const zones = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')]);
  if (chosen !== '') zones.add(chosen);
  return [...zones];
}
