-- The newest events of a campaign, and all of them when they are to be deleted. Row ids grow with time.
CREATE INDEX "events_raw_campaign_id_id_idx" ON "events_raw" ("campaign_id", "id");

-- Minutes by source and by creative, for breakdowns. Ingest does not touch this table: it appends to the next one.
CREATE TABLE "minute_breakdowns" (
  "campaign_id" TEXT           COLLATE "C" NOT NULL,
  "dimension"   TEXT           COLLATE "C" NOT NULL,
  "minute"      TIMESTAMPTZ(0) NOT NULL,
  "value"       TEXT           COLLATE "C" NOT NULL,
  "impressions" BIGINT         NOT NULL,
  "clicks"      BIGINT         NOT NULL,
  "spend"       DECIMAL(28,9)  NOT NULL,
  CONSTRAINT "minute_breakdowns_pkey" PRIMARY KEY ("campaign_id", "dimension", "minute", "value")
) WITH (fillfactor = 70);

-- Events that were stored before are in no inbox: their minutes are summed here, each cost rounded as ingest rounds it.
INSERT INTO "minute_breakdowns"
SELECT "campaign_id", "dimension", date_trunc('minute', "occurred_at", 'UTC'), "value",
       count(*) FILTER (WHERE "type" = 'impression'),
       count(*) FILTER (WHERE "type" = 'click'),
       coalesce(sum(round(("metadata" -> 'cost')::numeric, 9)) FILTER (WHERE "type" = 'impression'), 0)
FROM "events_raw", LATERAL (VALUES ('source', "source"), ('creative', coalesce("creative_id", ''))) AS "entry" ("dimension", "value")
GROUP BY 1, 2, 3, 4;

-- What was counted and is not folded into minute_breakdowns yet: appended by the statement that stores the events, taken
-- out again about once a second. No key: nothing is ever looked up in it. Vacuumed by number of rows, since it is nearly empty whenever that is looked at.
CREATE TABLE "breakdown_inbox" (
  "campaign_id" TEXT           COLLATE "C" NOT NULL,
  "minute"      TIMESTAMPTZ(0) NOT NULL,
  "source"      TEXT           NOT NULL,
  "creative_id" TEXT           NOT NULL,
  "impressions" BIGINT         NOT NULL,
  "clicks"      BIGINT         NOT NULL,
  "spend"       DECIMAL(28,9)  NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000);

-- Campaigns whose events are being deleted in the background, and how far that is. Up to "last_id" and to "cutoff", a moment by the
-- database's clock, they go; row ids are made by the processes, whose clocks differ.
CREATE TABLE "event_deletions" (
  "campaign_id" TEXT           COLLATE "C" NOT NULL,
  "last_id"     UUID           NOT NULL,
  "cutoff"      TIMESTAMPTZ(3) NOT NULL,
  "total"       BIGINT         NOT NULL,
  "deleted"     BIGINT         NOT NULL,
  "started_at"  TIMESTAMPTZ(3) NOT NULL,
  "finished_at" TIMESTAMPTZ(3),
  CONSTRAINT "event_deletions_pkey" PRIMARY KEY ("campaign_id")
);

-- One row, which grows with every transaction that deletes events: as long as it stands still, what was seen stored is stored.
-- Whoever deletes holds its lock; ingest only reads it.
CREATE TABLE "deletion_epoch" (
  "epoch" BIGINT NOT NULL
);
INSERT INTO "deletion_epoch" VALUES (0);
