-- Minutes, as they are now: a result is told as soon as something has changed, and again whenever something has come late. Values are
-- absolute and only grow, so reading a record twice, or an old one after a new one, does no harm to who keeps the largest.

SET 'pipeline.name' = 'aggregate';
SET 'table.local-time-zone' = 'UTC';
SET 'table.exec.state.ttl' = '14 d';
-- Rows of a second are summed up before they are looked up and told: a busy minute changes once a second, not with every event.
SET 'table.exec.mini-batch.enabled' = 'true';
SET 'table.exec.mini-batch.allow-latency' = '1s';
SET 'table.exec.mini-batch.size' = '20000';

CREATE TEMPORARY VIEW counted_by_minute AS
SELECT event_id, type, campaign_id, source, user_id, time_to_click, is_late,
  COALESCE(NULLIF(device_type, ''), 'unknown') AS device_type,
  COALESCE(creative_id, '') AS creative_id,
  -- The start of the minute, before 1970 as well.
  occurred_at - MOD(MOD(occurred_at, 60000) + 60000, 60000) AS `minute`,
  -- A sum of INT is one: a run of simulated traffic would overflow it.
  CAST(CASE WHEN type = 'impression' THEN 1 ELSE 0 END AS BIGINT) AS impression,
  CAST(CASE WHEN type = 'click' THEN 1 ELSE 0 END AS BIGINT) AS click,
  CASE WHEN type = 'impression' THEN COALESCE(cost, 0) ELSE 0 END AS cost
FROM counted
WHERE type <> 'tick';

EXECUTE STATEMENT SET BEGIN

INSERT INTO minute_stats
SELECT campaign_id, `minute`, device_type, SUM(impression), SUM(click), SUM(cost)
FROM counted_by_minute
WHERE type <> 'attribution'
GROUP BY campaign_id, `minute`, device_type;

INSERT INTO minute_breakdowns
SELECT campaign_id, `minute`, source, creative_id, SUM(impression), SUM(click), SUM(cost)
FROM counted_by_minute
WHERE type <> 'attribution'
GROUP BY campaign_id, `minute`, source, creative_id;

-- Ids of simulated events are sim_<run>_<place>.
INSERT INTO simulation_counts
SELECT run_id, SUM(impression), SUM(click)
FROM (SELECT SPLIT_INDEX(event_id, '_', 1) AS run_id, impression, click FROM counted_by_minute WHERE type <> 'attribution' AND event_id LIKE 'sim\_%' ESCAPE '\')
GROUP BY run_id;

INSERT INTO campaign_ctr_minute
SELECT campaign_id, `minute`, SUM(impression), SUM(click), CAST(SUM(click) AS DOUBLE) / NULLIF(SUM(impression), 0), SUM(cost), SUM(CAST(CASE WHEN is_late THEN 1 ELSE 0 END AS BIGINT))
FROM counted_by_minute
WHERE type <> 'attribution'
GROUP BY campaign_id, `minute`;

INSERT INTO device_engagement_minute
SELECT `minute`, device_type, SUM(impression), SUM(click), CAST(SUM(click) AS DOUBLE) / NULLIF(SUM(impression), 0),
  COUNT(DISTINCT user_id), CAST(SUM(time_to_click) AS DOUBLE) / NULLIF(COUNT(time_to_click), 0)
FROM counted_by_minute
GROUP BY `minute`, device_type;

END;
