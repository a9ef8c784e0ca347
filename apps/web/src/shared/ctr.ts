/** Click-through rate: clicks per impression, or null before there are impressions. */
export function ctrOf({ impressions, clicks }: { impressions: number; clicks: number }): number | null {
  return impressions === 0 ? null : clicks / impressions;
}
