CREATE TYPE "simulation_status" AS ENUM ('running', 'restarting', 'crashed', 'finished', 'stopped');

-- The last run of each campaign's simulation: what it is, how far it got, and what is asked of it. Whoever holds the lease runs
-- it, and writes here about once a second; hence the room for new versions of the rows.
CREATE TABLE "simulations" (
  "campaign_id"          TEXT                COLLATE "C" NOT NULL,
  "run_id"               TEXT                NOT NULL,
  "status"               "simulation_status" NOT NULL,
  "settings"             JSONB               NOT NULL,
  "settings_since"       BIGINT              NOT NULL,
  "next"                 BIGINT              NOT NULL,
  "impressions"          BIGINT              NOT NULL,
  "clicks"               BIGINT              NOT NULL,
  "repeats"              BIGINT              NOT NULL,
  "repeats_recognised"   BIGINT              NOT NULL,
  "resent"               BIGINT              NOT NULL,
  "held_back"            BIGINT              NOT NULL,
  "verified_next"        BIGINT              NOT NULL,
  "verified_impressions" BIGINT              NOT NULL,
  "verified_clicks"      BIGINT              NOT NULL,
  "restarts"             INTEGER             NOT NULL,
  "restart_at"           TIMESTAMPTZ(3),
  "reason"               TEXT,
  "crashes"              JSONB               NOT NULL,
  "started_at"           TIMESTAMPTZ(3)      NOT NULL,
  "ends_at"              TIMESTAMPTZ(3),
  "wish"                 JSONB,
  "wishes"               INTEGER             NOT NULL,
  "crash_requests"       INTEGER             NOT NULL,
  "owner"                TEXT,
  "lease_until"          TIMESTAMPTZ(3),
  "updated_at"           TIMESTAMPTZ(3)      NOT NULL,
  CONSTRAINT "simulations_pkey" PRIMARY KEY ("campaign_id"),
  CONSTRAINT "simulations_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaigns" ("id") ON DELETE CASCADE
) WITH (fillfactor = 50);
