-- Identifiers compare byte by byte ("C"): twice as fast as a language's order, and the same on every machine.
CREATE TYPE "event_type" AS ENUM ('click', 'impression');

CREATE TABLE "events_raw" (
  "id"          UUID           NOT NULL,
  "event_id"    TEXT           COLLATE "C" NOT NULL,
  "type"        "event_type"   NOT NULL,
  "campaign_id" TEXT           COLLATE "C" NOT NULL,
  "creative_id" TEXT,
  "source"      TEXT           NOT NULL,
  "occurred_at" TIMESTAMPTZ(3) NOT NULL,
  "user_id"     TEXT,
  "metadata"    JSONB,
  "inserted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at"  TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "events_raw_pkey" PRIMARY KEY ("id")
);

-- The truth about duplicates.
CREATE UNIQUE INDEX "events_raw_event_id_key" ON "events_raw" ("event_id");

-- The running minute's rows are updated many times a second. Half-empty pages leave room for the new
-- versions beside the old ones (HOT), so that the index is not touched and the table does not grow.
CREATE TABLE "minute_stats" (
  "campaign_id" TEXT           COLLATE "C" NOT NULL,
  "minute"      TIMESTAMPTZ(0) NOT NULL,
  "device_type" TEXT           COLLATE "C" NOT NULL,
  "impressions" BIGINT         NOT NULL DEFAULT 0,
  "clicks"      BIGINT         NOT NULL DEFAULT 0,
  "spend"       DECIMAL(28,9)  NOT NULL DEFAULT 0,
  CONSTRAINT "minute_stats_pkey" PRIMARY KEY ("campaign_id", "minute", "device_type")
) WITH (fillfactor = 50);
