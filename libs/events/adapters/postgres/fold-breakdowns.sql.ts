/** Held by whoever changes minute_breakdowns, to the end of the transaction. Any number that no other advisory lock of ours has. */
export const FOLDING = 7_301_001;

/**
 * Takes the entries out of breakdown_inbox that match a condition and adds them to their minutes, in one statement. Minutes whose
 * events were all deleted stay as zeros until the deletion ends.
 */
export function foldBreakdowns(condition: string): string {
  return `
  WITH taken AS (
    DELETE FROM breakdown_inbox WHERE ${condition}
    RETURNING campaign_id, minute, source, creative_id, impressions, clicks, spend
  ), entry AS (
    SELECT campaign_id, 'source' AS dimension, minute, source AS value, impressions, clicks, spend FROM taken
    UNION ALL
    SELECT campaign_id, 'creative', minute, creative_id, impressions, clicks, spend FROM taken
  ), folded AS (
    INSERT INTO minute_breakdowns AS m (campaign_id, dimension, minute, value, impressions, clicks, spend)
    SELECT campaign_id, dimension, minute, value COLLATE "C", sum(impressions), sum(clicks), sum(spend)
    FROM entry GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    ON CONFLICT (campaign_id, dimension, minute, value) DO UPDATE
    SET impressions = m.impressions + excluded.impressions,
        clicks = m.clicks + excluded.clicks,
        spend = m.spend + excluded.spend
  )
  SELECT count(*)::int AS taken FROM taken`;
}
