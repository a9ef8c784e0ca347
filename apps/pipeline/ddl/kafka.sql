-- The tables of every job on Kafka. Jobs know nothing of where their tables are kept: a test on bounded input changes this file's
-- placeholders and nothing else.
--   {{brokers}}  addresses of the brokers
--   {{prefix}}   in front of each topic and transactional id; empty in production
--   {{bounded}}  'unbounded', or where a source ends
--   {{idle_timeout}}, {{long_idle_timeout}}  after which a partition is idle; 0 for a source that ends (FLINK-38477)
--   {{job}}      the job that reads

CREATE TABLE kafka_source WITH (
  'connector' = 'kafka',
  'properties.bootstrap.servers' = '{{brokers}}',
  'properties.isolation.level' = 'read_committed',
  'scan.startup.mode' = 'earliest-offset',
  'scan.bounded.mode' = '{{bounded}}',
  -- A partition in which nothing comes any more does not hold the others' time.
  'scan.watermark.idle-timeout' = '{{idle_timeout}}',
  'format' = 'json',
  'json.ignore-parse-errors' = 'true'
);

CREATE TABLE kafka_sink WITH (
  'connector' = 'kafka',
  'properties.bootstrap.servers' = '{{brokers}}',
  'sink.delivery-guarantee' = 'exactly-once',
  -- Six days: what a checkpoint has closed and an outage has kept from being committed is lost when this runs out, though its ids are in the state.
  -- Less than the week for which "events" are kept, and after which brokers forget a transactional id.
  'properties.transaction.timeout.ms' = '518400000',
  -- The same few ids again and again: by default every checkpoint has new ones, each remembered by the broker for a week, millions of them.
  -- And a start finds every transaction that an earlier one has left open, which readers would otherwise wait behind for six days.
  'sink.transaction-naming-strategy' = 'POOLING',
  -- A single event may be that large; Kafka's client refuses more than 1 MB by itself, and the job would fail at it for ever.
  'properties.max.request.size' = '4194304',
  'properties.compression.type' = 'lz4',
  'key.format' = 'raw',
  'value.format' = 'json',
  'value.json.encode.decimal-as-plain-number' = 'true'
);

CREATE TABLE kafka_results WITH ('connector' = 'upsert-kafka', 'key.format' = 'json') LIKE kafka_sink (OVERWRITING OPTIONS);

-- What comes in. "rt" is the client's clock, but never later than the broker's: one client whose clock is years ahead would
-- otherwise carry the watermark with it, and make everybody else late.

CREATE TABLE events (
  event_id STRING,
  type STRING,
  campaign_id STRING,
  creative_id STRING,
  source STRING,
  user_id STRING,
  device_type STRING,
  impression_id STRING,
  cost DECIMAL(20, 9),
  metadata STRING,
  occurred_at BIGINT,
  broker_time TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL,
  rt AS LEAST(TO_TIMESTAMP_LTZ(LEAST(GREATEST(occurred_at, 0), 253402300799999), 3), broker_time),
  arrived AS PROCTIME(),
  WATERMARK FOR rt AS rt - INTERVAL '10' SECOND
) WITH ('topic' = '{{prefix}}events', 'properties.group.id' = '{{prefix}}count-once') LIKE kafka_source;

CREATE TABLE ad_impressions (
  impression_id STRING,
  user_id STRING,
  campaign_id STRING,
  ad_id STRING,
  device_type STRING,
  browser STRING,
  event_timestamp BIGINT,
  cost DECIMAL(38, 9),
  broker_partition INT METADATA FROM 'partition' VIRTUAL,
  broker_offset BIGINT METADATA FROM 'offset' VIRTUAL,
  broker_time TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL,
  rt AS LEAST(TO_TIMESTAMP_LTZ(LEAST(GREATEST(event_timestamp, 0), 253402300799999), 3), broker_time),
  arrived AS PROCTIME(),
  WATERMARK FOR rt AS rt - INTERVAL '10' SECOND
) WITH ('topic' = '{{prefix}}ad-impressions', 'properties.group.id' = '{{prefix}}count-once') LIKE kafka_source;

CREATE TABLE ad_clicks (
  click_id STRING,
  impression_id STRING,
  user_id STRING,
  event_timestamp BIGINT,
  broker_partition INT METADATA FROM 'partition' VIRTUAL,
  broker_offset BIGINT METADATA FROM 'offset' VIRTUAL,
  broker_time TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL,
  rt AS LEAST(TO_TIMESTAMP_LTZ(LEAST(GREATEST(event_timestamp, 0), 253402300799999), 3), broker_time),
  arrived AS PROCTIME(),
  WATERMARK FOR rt AS rt - INTERVAL '10' SECOND
) WITH ('topic' = '{{prefix}}ad-clicks', 'properties.group.id' = '{{prefix}}count-once') LIKE kafka_source;

-- The same two topics as bytes, for what is no JSON at all.

CREATE TABLE ad_impressions_raw (
  body BYTES,
  broker_partition INT METADATA FROM 'partition' VIRTUAL,
  broker_offset BIGINT METADATA FROM 'offset' VIRTUAL
) WITH (
  'connector' = 'kafka',
  'topic' = '{{prefix}}ad-impressions',
  'properties.bootstrap.servers' = '{{brokers}}',
  'properties.group.id' = '{{prefix}}rejects',
  'properties.isolation.level' = 'read_committed',
  'scan.startup.mode' = 'earliest-offset',
  'scan.bounded.mode' = '{{bounded}}',
  'format' = 'raw'
);

CREATE TABLE ad_clicks_raw WITH ('topic' = '{{prefix}}ad-clicks') LIKE ad_impressions_raw (OVERWRITING OPTIONS);

-- Between the jobs.

CREATE TABLE counted_events (
  event_id STRING,
  door STRING,
  type STRING,
  campaign_id STRING,
  creative_id STRING,
  source STRING,
  user_id STRING,
  device_type STRING,
  impression_id STRING,
  cost DECIMAL(20, 9),
  metadata STRING,
  occurred_at BIGINT,
  time_to_click BIGINT,
  is_late BOOLEAN
) WITH ('topic' = '{{prefix}}counted-events', 'key.fields' = 'event_id', 'sink.transactional-id-prefix' = '{{prefix}}counted-events') LIKE kafka_sink;

CREATE TABLE late_events (
  event_id STRING,
  door STRING,
  type STRING,
  campaign_id STRING,
  creative_id STRING,
  source STRING,
  user_id STRING,
  device_type STRING,
  impression_id STRING,
  cost DECIMAL(20, 9),
  metadata STRING,
  occurred_at BIGINT
) WITH ('topic' = '{{prefix}}late-events', 'key.fields' = 'event_id', 'sink.transactional-id-prefix' = '{{prefix}}late-events') LIKE kafka_sink;

CREATE TABLE rejected_records (
  topic STRING,
  `partition` INT,
  `offset` BIGINT,
  reason STRING
) WITH ('topic' = '{{prefix}}rejected-records', 'key.fields' = 'topic', 'sink.transactional-id-prefix' = '{{prefix}}rejected-records') LIKE kafka_sink;

-- The same topic "counted-events", read by the jobs behind it. Its order says nothing about time: partitions that are read at different
-- speeds upstream are mixed in it, after an outage by hours. So time goes on where a tick says so: written into every partition once
-- everything that had come in before has been counted. What a tick says is over is over in whatever is read after it. It comes
-- from the clock of an API host: one that is ahead would close everybody's minutes too soon, so it is held to the broker's, as events are.
CREATE TABLE counted (
  event_id STRING,
  type STRING,
  campaign_id STRING,
  creative_id STRING,
  source STRING,
  user_id STRING,
  device_type STRING,
  cost DECIMAL(20, 9),
  occurred_at BIGINT,
  time_to_click BIGINT,
  is_late BOOLEAN,
  broker_time TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL,
  rt AS TO_TIMESTAMP_LTZ(LEAST(GREATEST(occurred_at, 0), 253402300799999), 3),
  WATERMARK FOR rt AS CASE WHEN type = 'tick' THEN LEAST(TO_TIMESTAMP_LTZ(occurred_at, 3), broker_time - INTERVAL '10' SECOND) ELSE TO_TIMESTAMP_LTZ(0, 3) END
) WITH (
  'topic' = '{{prefix}}counted-events',
  'properties.group.id' = '{{prefix}}{{job}}',
  -- Every partition has its ticks, and is waited for; this is for readers that have none.
  'scan.watermark.idle-timeout' = '{{long_idle_timeout}}'
) LIKE kafka_source (OVERWRITING OPTIONS);

-- Results. `minute` is the start of a minute, milliseconds since 1970, UTC.

CREATE TABLE minute_stats (
  campaign_id STRING,
  `minute` BIGINT,
  device_type STRING,
  impressions BIGINT,
  clicks BIGINT,
  spend DECIMAL(38, 9),
  PRIMARY KEY (campaign_id, `minute`, device_type) NOT ENFORCED
) WITH ('topic' = '{{prefix}}minute-stats', 'sink.transactional-id-prefix' = '{{prefix}}minute-stats') LIKE kafka_results;

CREATE TABLE minute_breakdowns (
  campaign_id STRING,
  `minute` BIGINT,
  source STRING,
  creative_id STRING,
  impressions BIGINT,
  clicks BIGINT,
  spend DECIMAL(38, 9),
  PRIMARY KEY (campaign_id, `minute`, source, creative_id) NOT ENFORCED
) WITH ('topic' = '{{prefix}}minute-breakdowns', 'sink.transactional-id-prefix' = '{{prefix}}minute-breakdowns') LIKE kafka_results;

CREATE TABLE simulation_counts (
  run_id STRING,
  impressions BIGINT,
  clicks BIGINT,
  PRIMARY KEY (run_id) NOT ENFORCED
) WITH ('topic' = '{{prefix}}simulation-counts', 'sink.transactional-id-prefix' = '{{prefix}}simulation-counts') LIKE kafka_results;

CREATE TABLE campaign_ctr_minute (
  campaign_id STRING,
  `minute` BIGINT,
  impressions BIGINT,
  clicks BIGINT,
  ctr DOUBLE,
  spend DECIMAL(38, 9),
  late BIGINT,
  PRIMARY KEY (campaign_id, `minute`) NOT ENFORCED
) WITH ('topic' = '{{prefix}}campaign-ctr-minute', 'sink.transactional-id-prefix' = '{{prefix}}campaign-ctr-minute') LIKE kafka_results;

CREATE TABLE device_engagement_minute (
  `minute` BIGINT,
  device_type STRING,
  impressions BIGINT,
  clicks BIGINT,
  ctr DOUBLE,
  users BIGINT,
  mean_time_to_click_ms DOUBLE,
  PRIMARY KEY (`minute`, device_type) NOT ENFORCED
) WITH ('topic' = '{{prefix}}device-engagement-minute', 'sink.transactional-id-prefix' = '{{prefix}}device-engagement-minute') LIKE kafka_results;

CREATE TABLE ctr_anomalies (
  campaign_id STRING,
  kind STRING,
  since BIGINT,
  `minute` BIGINT,
  phase STRING,
  is_outside BOOLEAN,
  impressions BIGINT,
  clicks BIGINT,
  expected_ctr DOUBLE,
  low DOUBLE,
  high DOUBLE,
  expected_impressions DOUBLE,
  PRIMARY KEY (campaign_id, kind, since) NOT ENFORCED
) WITH ('topic' = '{{prefix}}ctr-anomalies', 'sink.transactional-id-prefix' = '{{prefix}}ctr-anomalies') LIKE kafka_results;
