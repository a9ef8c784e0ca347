CREATE TYPE "campaign_status" AS ENUM ('active', 'paused');

CREATE TABLE "campaigns" (
  "id"           TEXT              COLLATE "C" NOT NULL,
  "name"         TEXT              NOT NULL,
  "daily_budget" DECIMAL(14,2)     NOT NULL,
  "status"       "campaign_status" NOT NULL,
  "status_since" TIMESTAMPTZ(3)    NOT NULL,
  "time_zone"    TEXT              NOT NULL,
  "version"      INTEGER           NOT NULL,
  "created_at"   TIMESTAMPTZ(3)    NOT NULL,
  "updated_at"   TIMESTAMPTZ(3)    NOT NULL,
  CONSTRAINT "campaigns_pkey" PRIMARY KEY ("id")
);

-- What a campaign was at each version: tells whoever edits an old one what has changed since. It outlives the campaign,
-- so that one made again under the same id goes on counting, and an edit of its forerunner is still seen to be stale.
CREATE TABLE "campaign_revisions" (
  "campaign_id"  TEXT              COLLATE "C" NOT NULL,
  "version"      INTEGER           NOT NULL,
  "name"         TEXT              NOT NULL,
  "daily_budget" DECIMAL(14,2)     NOT NULL,
  "status"       "campaign_status" NOT NULL,
  "time_zone"    TEXT              NOT NULL,
  "created_at"   TIMESTAMPTZ(3)    NOT NULL,
  CONSTRAINT "campaign_revisions_pkey" PRIMARY KEY ("campaign_id", "version")
);
