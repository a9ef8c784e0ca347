/**
 * The campaigns that have minutes, one by one from the primary key: each is looked up after the last one. So a thousand of them cost a
 * thousand look-ups, however many minutes they have.
 *
 * @param condition on the first one
 * @returns the beginning of a statement, in which `campaign` has the `campaign_id` of each
 */
export function campaignsWithMinutes(condition = 'TRUE'): string {
  return `
  WITH RECURSIVE walk AS (
    (SELECT campaign_id FROM minute_stats WHERE ${condition} ORDER BY campaign_id LIMIT 1)
    UNION ALL
    SELECT (SELECT m.campaign_id FROM minute_stats AS m WHERE m.campaign_id > walk.campaign_id ORDER BY m.campaign_id LIMIT 1)
    FROM walk WHERE walk.campaign_id IS NOT NULL
  ), campaign AS (
    SELECT campaign_id FROM walk WHERE campaign_id IS NOT NULL
  )`;
}
