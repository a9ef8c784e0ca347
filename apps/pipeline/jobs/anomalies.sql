-- Campaigns that are not as usual: the rule of docs/pipeline.md, minute by minute, once the watermark has passed a minute's end.

SET 'pipeline.name' = 'anomalies';
SET 'table.local-time-zone' = 'UTC';
SET 'table.exec.state.ttl' = '14 d';

CREATE TEMPORARY VIEW campaign_minutes AS
SELECT campaign_id, window_time AS rt, SUM(CASE WHEN type = 'impression' THEN 1 ELSE 0 END) AS impressions, SUM(CASE WHEN type = 'click' THEN 1 ELSE 0 END) AS clicks
FROM TUMBLE(TABLE counted, DESCRIPTOR(rt), INTERVAL '1' MINUTE)
-- What claims to be of a day to come would wait for it here.
WHERE type IN ('impression', 'click') AND rt < broker_time + INTERVAL '1' DAY
GROUP BY campaign_id, window_start, window_end, window_time;

-- Each minute beside the three blocks of ten minutes before it; also minutes in which the campaign had nothing.
CREATE TEMPORARY VIEW beside_its_past AS
SELECT campaign_id, window_end, window_time AS rt,
  SUM(CASE WHEN age = 0 THEN impressions ELSE 0 END) AS n,
  SUM(CASE WHEN age = 0 THEN clicks ELSE 0 END) AS x,
  CAST(SUM(CASE WHEN age BETWEEN 1 AND 10 THEN impressions ELSE 0 END) AS DOUBLE) AS n1,
  SUM(CASE WHEN age BETWEEN 1 AND 10 THEN clicks ELSE 0 END) AS x1,
  CAST(SUM(CASE WHEN age BETWEEN 11 AND 20 THEN impressions ELSE 0 END) AS DOUBLE) AS n2,
  SUM(CASE WHEN age BETWEEN 11 AND 20 THEN clicks ELSE 0 END) AS x2,
  CAST(SUM(CASE WHEN age BETWEEN 21 AND 30 THEN impressions ELSE 0 END) AS DOUBLE) AS n3,
  SUM(CASE WHEN age BETWEEN 21 AND 30 THEN clicks ELSE 0 END) AS x3
FROM (
  SELECT *, TIMESTAMPDIFF(MINUTE, CAST(rt AS TIMESTAMP(3)), window_end) AS age
  FROM HOP(TABLE campaign_minutes, DESCRIPTOR(rt), INTERVAL '1' MINUTE, INTERVAL '31' MINUTE)
)
GROUP BY campaign_id, window_start, window_end, window_time;

-- Each minute beside what was to be expected of it. Of one without enough of a past nothing is expected: it is as usual, and may end something.
CREATE TEMPORARY VIEW expectations AS
SELECT campaign_id, rt, CAST(TIMESTAMPDIFF(MINUTE, TIMESTAMP '1970-01-01 00:00:00', window_end) - 1 AS BIGINT) * 60000 AS `minute`, n, x,
  -- The median of three.
  CASE WHEN has_past THEN GREATEST(LEAST(n1, n2), LEAST(GREATEST(n1, n2), n3)) / 10 END AS expected_impressions,
  CASE WHEN has_past THEN GREATEST(LEAST(x1 / n1, x2 / n2), LEAST(GREATEST(x1 / n1, x2 / n2), x3 / n3)) END AS expected_ctr,
  -- NULL where there is nothing to divide by.
  CAST(NULLIF(n, 0) AS DOUBLE) AS m,
  CAST(LEAST(x, n) AS DOUBLE) / NULLIF(n, 0) AS p
FROM (SELECT *, n1 >= 100 AND n2 >= 100 AND n3 >= 100 AS has_past FROM beside_its_past);

-- Wilson's score interval at z = 3 and z = 2. E. B. Wilson (1927), Probable inference, the law of succession, and statistical
-- inference, Journal of the American Statistical Association 22.
CREATE TEMPORARY VIEW intervals AS
SELECT *,
  (p + 9 / (2 * m) - 3 * SQRT(p * (1 - p) / m + 9 / (4 * m * m))) / (1 + 9 / m) AS low,
  (p + 9 / (2 * m) + 3 * SQRT(p * (1 - p) / m + 9 / (4 * m * m))) / (1 + 9 / m) AS high,
  (p + 4 / (2 * m) - 2 * SQRT(p * (1 - p) / m + 4 / (4 * m * m))) / (1 + 4 / m) AS still_low,
  (p + 4 / (2 * m) + 2 * SQRT(p * (1 - p) / m + 4 / (4 * m * m))) / (1 + 4 / m) AS still_high
FROM expectations;

-- How a minute looks by itself. Beside nothing that is expected, nothing is true.
CREATE TEMPORARY VIEW looks AS
SELECT campaign_id, rt, `minute`, n, x, expected_impressions, expected_ctr, low, high,
  CASE WHEN n >= 30 AND x >= 5 AND low > expected_ctr AND p >= 1.5 * expected_ctr THEN 1 ELSE 0 END AS spike,
  CASE WHEN n >= 30 AND high < expected_ctr AND p <= expected_ctr / 1.5 THEN 1 ELSE 0 END AS `drop`,
  CASE WHEN expected_impressions >= 10 AND n = 0 THEN 1 ELSE 0 END AS silence,
  CASE WHEN n >= 30 AND still_low > expected_ctr THEN 1 ELSE 0 END AS still_spike,
  CASE WHEN n >= 30 AND still_high < expected_ctr THEN 1 ELSE 0 END AS still_drop,
  CASE WHEN expected_impressions >= 10 AND n < expected_impressions / 10 THEN 1 ELSE 0 END AS still_silence
FROM intervals;

-- After a spike of eight minutes two of the three blocks may have a part of it, and what is as usual looks like a drop beside their median;
-- so a drop with three spikes within the thirty minutes before it is none, and the other way round. Those that are none themselves do not count.
CREATE TEMPORARY VIEW unspoiled_once AS
SELECT *,
  CASE WHEN drops_before < 3 THEN spike ELSE 0 END AS first_spike,
  CASE WHEN spikes_before < 3 THEN `drop` ELSE 0 END AS first_drop
FROM (
  SELECT *, SUM(spike) OVER past - spike AS spikes_before, SUM(`drop`) OVER past - `drop` AS drops_before
  FROM looks
  WINDOW past AS (PARTITION BY campaign_id ORDER BY rt ROWS BETWEEN 30 PRECEDING AND CURRENT ROW)
);

CREATE TEMPORARY VIEW unspoiled AS
SELECT *,
  CASE WHEN first_drops_before < 3 THEN spike ELSE 0 END AS true_spike,
  CASE WHEN first_spikes_before < 3 THEN `drop` ELSE 0 END AS true_drop
FROM (
  SELECT *, SUM(first_spike) OVER past - first_spike AS first_spikes_before, SUM(first_drop) OVER past - first_drop AS first_drops_before
  FROM unspoiled_once
  WINDOW past AS (PARTITION BY campaign_id ORDER BY rt ROWS BETWEEN 30 PRECEDING AND CURRENT ROW)
);

CREATE TEMPORARY VIEW verdicts AS
SELECT campaign_id, rt, `minute`, n, x, expected_impressions, expected_ctr, low, high, 'spike' AS kind, true_spike AS outside, still_spike AS still_outside FROM unspoiled
UNION ALL
SELECT campaign_id, rt, `minute`, n, x, expected_impressions, expected_ctr, low, high, 'drop', true_drop, still_drop FROM unspoiled
UNION ALL
SELECT campaign_id, rt, `minute`, n, x, expected_impressions, expected_ctr, low, high, 'silence', silence, still_silence FROM unspoiled;

-- Three in a row to begin, three in a row to end.
CREATE TEMPORARY VIEW turns AS
SELECT *,
  outside_in_three = 3 AND first_of_three = `minute` - 120000 AS is_entering,
  still_outside_in_three = 0 AND first_of_three = `minute` - 120000 AS is_leaving
FROM (
  SELECT *,
    SUM(outside) OVER three AS outside_in_three,
    SUM(still_outside) OVER three AS still_outside_in_three,
    MIN(`minute`) OVER three AS first_of_three
  FROM verdicts
  WINDOW three AS (PARTITION BY campaign_id, kind ORDER BY rt ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)
);

CREATE TEMPORARY VIEW states AS
SELECT *, COALESCE(last_entering > COALESCE(last_leaving, last_entering - 1), FALSE) AS is_active
FROM (
  SELECT *,
    MAX(CASE WHEN is_entering THEN `minute` END) OVER before AS last_entering,
    MAX(CASE WHEN is_leaving THEN `minute` END) OVER before AS last_leaving
  FROM turns
  WINDOW before AS (PARTITION BY campaign_id, kind ORDER BY rt ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
);

CREATE TEMPORARY VIEW changes AS
SELECT *, is_active AND NOT COALESCE(was_active, FALSE) AS is_beginning
FROM (
  SELECT *, LAG(is_active) OVER (PARTITION BY campaign_id, kind ORDER BY rt) AS was_active
  FROM states
);

EXECUTE STATEMENT SET BEGIN

-- What was expected when it began: what is expected later has the anomaly itself in its past. LAST_VALUE passes over NULL.
INSERT INTO ctr_anomalies
SELECT campaign_id, kind, since, `minute`,
  CASE WHEN is_beginning THEN 'begins' WHEN is_active THEN 'continues' ELSE 'ends' END,
  still_outside = 1, n, x, first_expected_ctr, low, high, first_expected_impressions
FROM (
  SELECT *,
    MAX(CASE WHEN is_beginning THEN `minute` - 120000 END) OVER before AS since,
    LAST_VALUE(CASE WHEN is_beginning THEN expected_ctr END) OVER before AS first_expected_ctr,
    LAST_VALUE(CASE WHEN is_beginning THEN expected_impressions END) OVER before AS first_expected_impressions
  FROM changes
  WINDOW before AS (PARTITION BY campaign_id, kind ORDER BY rt ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
)
WHERE is_active OR was_active;

END;
