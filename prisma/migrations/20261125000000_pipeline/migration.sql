-- Streaming mode: what Flink has counted, as it said so last, absolute values. Only what they have grown by is added to
-- "minute_stats", and nothing ever shrinks: a record that is read again, or an older one after a newer one, changes nothing.
-- "removed_…" is the part that was deleted on request and is no longer in "minute_stats".
CREATE TABLE "streamed_minutes" (
  "campaign_id"         TEXT           COLLATE "C" NOT NULL,
  "minute"              TIMESTAMPTZ(0) NOT NULL,
  "device_type"         TEXT           COLLATE "C" NOT NULL,
  "impressions"         BIGINT         NOT NULL,
  "clicks"              BIGINT         NOT NULL,
  "spend"               DECIMAL(28,9)  NOT NULL,
  "removed_impressions" BIGINT         NOT NULL DEFAULT 0,
  "removed_clicks"      BIGINT         NOT NULL DEFAULT 0,
  "removed_spend"       DECIMAL(28,9)  NOT NULL DEFAULT 0,
  CONSTRAINT "streamed_minutes_pkey" PRIMARY KEY ("campaign_id", "minute", "device_type")
) WITH (fillfactor = 50);

-- The same by source and creative; what it grows by goes through "breakdown_inbox".
CREATE TABLE "streamed_breakdowns" (
  "campaign_id"         TEXT           COLLATE "C" NOT NULL,
  "minute"              TIMESTAMPTZ(0) NOT NULL,
  "source"              TEXT           COLLATE "C" NOT NULL,
  "creative_id"         TEXT           COLLATE "C" NOT NULL,
  "impressions"         BIGINT         NOT NULL,
  "clicks"              BIGINT         NOT NULL,
  "spend"               DECIMAL(28,9)  NOT NULL,
  "removed_impressions" BIGINT         NOT NULL DEFAULT 0,
  "removed_clicks"      BIGINT         NOT NULL DEFAULT 0,
  "removed_spend"       DECIMAL(28,9)  NOT NULL DEFAULT 0,
  CONSTRAINT "streamed_breakdowns_pkey" PRIMARY KEY ("campaign_id", "minute", "source", "creative_id")
) WITH (fillfactor = 50);

-- How far a deletion has come in those two: the key of the last row, without its campaign.
ALTER TABLE "event_deletions" ADD COLUMN "minutes_to" TEXT[], ADD COLUMN "breakdowns_to" TEXT[];

-- How many events of a simulation's run Flink has counted.
CREATE TABLE "streamed_runs" (
  "run_id"      TEXT   COLLATE "C" NOT NULL,
  "impressions" BIGINT NOT NULL,
  "clicks"      BIGINT NOT NULL,
  CONSTRAINT "streamed_runs_pkey" PRIMARY KEY ("run_id")
);

-- The newest events of each campaign in streaming mode, for its feed: some hundreds, not all. Row ids grow with time.
CREATE TABLE "recent_events" (
  "id"          UUID           NOT NULL,
  "event_id"    TEXT           COLLATE "C" NOT NULL,
  "type"        "event_type"   NOT NULL,
  "campaign_id" TEXT           COLLATE "C" NOT NULL,
  "creative_id" TEXT,
  "source"      TEXT           NOT NULL,
  "occurred_at" TIMESTAMPTZ(3) NOT NULL,
  "user_id"     TEXT,
  "metadata"    JSONB,
  "inserted_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "recent_events_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "recent_events_campaign_id_event_id_key" ON "recent_events" ("campaign_id", "event_id");
CREATE INDEX "recent_events_campaign_id_id_idx" ON "recent_events" ("campaign_id", "id");

-- Events that came so late that nobody can tell any more whether they were counted before: kept, and not counted.
CREATE TABLE "late_events" (
  "door"        TEXT           COLLATE "C" NOT NULL,
  "event_id"    TEXT           COLLATE "C" NOT NULL,
  "campaign_id" TEXT           COLLATE "C",
  "occurred_at" TIMESTAMPTZ(3) NOT NULL,
  "record"      JSONB          NOT NULL,
  "inserted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "late_events_pkey" PRIMARY KEY ("door", "event_id")
);
CREATE INDEX "late_events_campaign_id_idx" ON "late_events" ("campaign_id");

-- Engagement by device type in one-minute windows, over all campaigns.
CREATE TABLE "device_minutes" (
  "minute"                TIMESTAMPTZ(0)   NOT NULL,
  "device_type"           TEXT             COLLATE "C" NOT NULL,
  "impressions"           BIGINT           NOT NULL,
  "clicks"                BIGINT           NOT NULL,
  "users"                 BIGINT           NOT NULL,
  "mean_time_to_click_ms" DOUBLE PRECISION,
  CONSTRAINT "device_minutes_pkey" PRIMARY KEY ("minute", "device_type")
) WITH (fillfactor = 70);

-- Times in which a campaign was not as usual. "last_minute" is the last one that was judged; the figures are those of the last minute that
-- was still outside.
CREATE TABLE "ctr_anomalies" (
  "campaign_id"          TEXT             COLLATE "C" NOT NULL,
  "kind"                 TEXT             COLLATE "C" NOT NULL,
  "since"                TIMESTAMPTZ(0)   NOT NULL,
  "last_minute"          TIMESTAMPTZ(0)   NOT NULL,
  "is_over"              BOOLEAN          NOT NULL,
  "impressions"          BIGINT           NOT NULL,
  "clicks"               BIGINT           NOT NULL,
  "expected_ctr"         DOUBLE PRECISION NOT NULL,
  "low"                  DOUBLE PRECISION,
  "high"                 DOUBLE PRECISION,
  "expected_impressions" DOUBLE PRECISION NOT NULL,
  "end_impressions"      BIGINT,
  "end_clicks"           BIGINT,
  CONSTRAINT "ctr_anomalies_pkey" PRIMARY KEY ("campaign_id", "kind", "since")
);
CREATE INDEX "ctr_anomalies_since_idx" ON "ctr_anomalies" ("since" DESC);
