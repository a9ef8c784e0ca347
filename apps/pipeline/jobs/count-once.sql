-- Every event once, clicks with their campaign: append-only from end to end, and no window that somebody could be too late for.
-- An event is known by its id for as long as "table.exec.state.ttl" says. That time runs from its first arrival, so whoever is older
-- than half of it is not counted here but put aside: nobody could tell any more whether it is a repetition.
-- Of the door "events", which PostgreSQL counts then, the broker's clock says so: of each record the same, whatever was read before it, and of
-- a repetition no younger. A watermark is in no checkpoint: after a restart, what had been put aside would be counted here, too.
-- Of the two ad topics the watermark says so, so that an old log that is brought into a fresh pipeline counts. Nobody else counts those.

SET 'pipeline.name' = 'count-once';
SET 'table.local-time-zone' = 'UTC';
SET 'table.exec.state.ttl' = '14 d';

CREATE TEMPORARY VIEW impressions_in AS
SELECT *,
  CASE
    WHEN impression_id IS NULL OR impression_id = '' THEN 'impression_id is missing'
    WHEN campaign_id IS NULL OR campaign_id = '' THEN 'campaign_id is missing'
    WHEN event_timestamp IS NULL OR event_timestamp NOT BETWEEN -62135596800000 AND 253402300799999 THEN 'event_timestamp is no time'
    WHEN GREATEST(CHAR_LENGTH(impression_id), CHAR_LENGTH(campaign_id), CHAR_LENGTH(COALESCE(ad_id, '')), CHAR_LENGTH(COALESCE(user_id, '')), CHAR_LENGTH(COALESCE(device_type, ''))) > 200 THEN 'a text is longer than 200 characters'
    WHEN POSITION(U&'\0000' IN impression_id || campaign_id || COALESCE(ad_id, '') || COALESCE(user_id, '') || COALESCE(device_type, '') || COALESCE(browser, '')) > 0 THEN 'a text contains NUL'
    WHEN cost NOT BETWEEN 0 AND 1000000000 THEN 'cost is out of range'
  END AS problem
FROM ad_impressions;

CREATE TEMPORARY VIEW clicks_in AS
SELECT *,
  CASE
    WHEN click_id IS NULL OR click_id = '' THEN 'click_id is missing'
    WHEN impression_id IS NULL OR impression_id = '' THEN 'impression_id is missing'
    WHEN event_timestamp IS NULL OR event_timestamp NOT BETWEEN -62135596800000 AND 253402300799999 THEN 'event_timestamp is no time'
    WHEN GREATEST(CHAR_LENGTH(click_id), CHAR_LENGTH(impression_id), CHAR_LENGTH(COALESCE(user_id, ''))) > 200 THEN 'a text is longer than 200 characters'
    WHEN POSITION(U&'\0000' IN click_id || impression_id || COALESCE(user_id, '')) > 0 THEN 'a text contains NUL'
  END AS problem
FROM ad_clicks;

CREATE TEMPORARY VIEW arrivals AS
SELECT 'events' AS door, event_id, type, campaign_id, creative_id, source, user_id, device_type, impression_id, cost, metadata, occurred_at, arrived,
  COALESCE(rt < CURRENT_WATERMARK(rt), FALSE) AS is_late,
  rt < broker_time - INTERVAL '7' DAY AS is_put_aside
FROM events
WHERE event_id IS NOT NULL AND campaign_id IS NOT NULL AND occurred_at IS NOT NULL
UNION ALL
SELECT 'ad-impressions', impression_id, 'impression', campaign_id, ad_id, 'ad-stream', user_id, device_type, CAST(NULL AS STRING), CAST(cost AS DECIMAL(20, 9)), JSON_OBJECT('browser' VALUE browser ABSENT ON NULL), event_timestamp, arrived,
  COALESCE(rt < CURRENT_WATERMARK(rt), FALSE),
  COALESCE(rt < CURRENT_WATERMARK(rt) - INTERVAL '7' DAY, FALSE)
FROM impressions_in
WHERE problem IS NULL
UNION ALL
SELECT 'ad-clicks', click_id, 'click', CAST(NULL AS STRING), CAST(NULL AS STRING), 'ad-stream', user_id, CAST(NULL AS STRING), impression_id, CAST(NULL AS DECIMAL(20, 9)), CAST(NULL AS STRING), event_timestamp, arrived,
  COALESCE(rt < CURRENT_WATERMARK(rt), FALSE),
  COALESCE(rt < CURRENT_WATERMARK(rt) - INTERVAL '7' DAY, FALSE)
FROM clicks_in
WHERE problem IS NULL;

-- A regular join, not an interval join: that one would hold every watermark behind it back by its thirty minutes, and lose a click
-- whose impression comes too late. Repetitions go in and are removed behind it, so that no id is remembered twice.
CREATE TEMPORARY VIEW attributed AS
SELECT click.door, click.event_id, COALESCE(click.campaign_id, impression.campaign_id) AS campaign_id, CASE click.door WHEN 'events' THEN click.creative_id ELSE impression.creative_id END AS creative_id,
  click.source, click.user_id, CASE click.door WHEN 'events' THEN click.device_type ELSE impression.device_type END AS device_type, click.impression_id,
  click.occurred_at, click.occurred_at - impression.occurred_at AS time_to_click, click.is_late, PROCTIME() AS arrived
FROM (SELECT * FROM arrivals WHERE type = 'click' AND impression_id <> '' AND NOT is_put_aside) AS click
JOIN (SELECT * FROM arrivals WHERE type = 'impression' AND NOT is_put_aside) AS impression
  ON click.impression_id = impression.event_id AND click.occurred_at BETWEEN impression.occurred_at AND impression.occurred_at + 1800000;

-- What is rejected below must not be what the two tables read: those pass over a mark of the byte order and blank space in front, take an
-- array of objects for those objects, and do not look at what follows.
CREATE TEMPORARY VIEW bodies AS
SELECT 'ad-impressions' AS topic, broker_partition, broker_offset, TRIM(LEADING U&'\FEFF' FROM CAST(body AS STRING)) AS body FROM ad_impressions_raw
UNION ALL
SELECT 'ad-clicks', broker_partition, broker_offset, TRIM(LEADING U&'\FEFF' FROM CAST(body AS STRING)) FROM ad_clicks_raw;

EXECUTE STATEMENT SET BEGIN

INSERT INTO counted_events
SELECT event_id, door, type, campaign_id, creative_id, source, user_id, device_type, impression_id, cost, metadata, occurred_at, CAST(NULL AS BIGINT), is_late
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY door, event_id ORDER BY arrived) AS delivery
  FROM arrivals
  WHERE door <> 'ad-clicks' AND NOT is_put_aside
)
WHERE delivery = 1
UNION ALL
SELECT event_id, door, CASE door WHEN 'ad-clicks' THEN 'click' ELSE 'attribution' END, campaign_id, creative_id, source, user_id, device_type, impression_id, CAST(NULL AS DECIMAL(20, 9)), CAST(NULL AS STRING), occurred_at, time_to_click, is_late
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY door, event_id ORDER BY arrived) AS delivery
  FROM attributed
)
WHERE delivery = 1;

INSERT INTO late_events
SELECT event_id, door, type, campaign_id, creative_id, source, user_id, device_type, impression_id, cost, metadata, occurred_at
FROM arrivals
WHERE is_put_aside;

-- TRY_PARSE_JSON, not IS JSON OBJECT: that one took half of the whole job's time.
INSERT INTO rejected_records
SELECT 'ad-impressions', broker_partition, broker_offset, problem FROM impressions_in WHERE problem IS NOT NULL
UNION ALL
SELECT 'ad-clicks', broker_partition, broker_offset, problem FROM clicks_in WHERE problem IS NOT NULL
UNION ALL
SELECT topic, broker_partition, broker_offset, 'is no JSON object' FROM bodies WHERE TRY_PARSE_JSON(body, TRUE) IS NULL OR NOT REGEXP(body, '^\s*(\[\s*)?\{');

END;
