CREATE TYPE "recipient_status" AS ENUM ('queued', 'sending', 'sent', 'failed');
CREATE TYPE "dispatch_status" AS ENUM ('pending', 'processing', 'paused', 'completed', 'cancelled');
CREATE TYPE "dispatch_channel" AS ENUM ('simulated', 'smtp', 'webhook');
CREATE TYPE "dispatch_audience" AS ENUM ('new', 'unanswered');
CREATE TYPE "attempt_outcome" AS ENUM ('sent', 'transient', 'permanent', 'lost');
CREATE TYPE "import_status" AS ENUM ('running', 'completed', 'aborted');

-- What a campaign's requests say, as last saved. Each dispatch keeps a copy of what it began with.
CREATE TABLE "outreach_templates" (
  "campaign_id" TEXT           COLLATE "C" NOT NULL,
  "subject"     TEXT           NOT NULL,
  "body"        TEXT           NOT NULL,
  "updated_at"  TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "outreach_templates_pkey" PRIMARY KEY ("campaign_id"),
  CONSTRAINT "outreach_templates_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaigns" ("id") ON DELETE CASCADE
);

-- The sums are those of its recipients, changed in the same transaction as these. Whoever changes the state of any of them holds
-- the lock of this row: states and sums change one after the other. Hence the room for new versions of the rows.
CREATE TABLE "dispatches" (
  "id"                   UUID                NOT NULL,
  "campaign_id"          TEXT                COLLATE "C" NOT NULL,
  "status"               "dispatch_status"   NOT NULL,
  "channel"              "dispatch_channel"  NOT NULL,
  "audience"             "dispatch_audience" NOT NULL,
  "subject"              TEXT                NOT NULL,
  "body"                 TEXT                NOT NULL,
  "simulated"            JSONB,
  "rate_per_minute"      INTEGER,
  "window_opens"         INTEGER,
  "window_closes"        INTEGER,
  "pause_after_failures" INTEGER             NOT NULL,
  "scheduled_at"         TIMESTAMPTZ(3),
  "queued"               INTEGER             NOT NULL,
  "sending"              INTEGER             NOT NULL,
  "sent"                 INTEGER             NOT NULL,
  "failed"               INTEGER             NOT NULL,
  "unsubscribed"         INTEGER             NOT NULL,
  "released"             INTEGER             NOT NULL,
  "failures_in_row"      INTEGER             NOT NULL,
  "pause"                JSONB,
  "created_at"           TIMESTAMPTZ(3)      NOT NULL,
  "started_at"           TIMESTAMPTZ(3),
  "finished_at"          TIMESTAMPTZ(3),
  "updated_at"           TIMESTAMPTZ(3)      NOT NULL,
  CONSTRAINT "dispatches_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "dispatches_sums_check" CHECK (least("queued", "sending", "sent", "failed", "unsubscribed", "released") >= 0),
  CONSTRAINT "dispatches_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaigns" ("id") ON DELETE CASCADE
) WITH (fillfactor = 50);

CREATE INDEX "dispatches_campaign_id_id_idx" ON "dispatches" ("campaign_id", "id");
-- Two that are under way would ask the same people twice: a campaign has one at a time.
CREATE UNIQUE INDEX "dispatches_under_way_key" ON "dispatches" ("campaign_id") WHERE "status" IN ('pending', 'processing', 'paused');

-- One row is the truth about one recipient. "dispatch_id" is the last dispatch that took it up; "claim" and "lease_until" are those of
-- the process that is sending to it.
CREATE TABLE "recipients" (
  "id"              UUID               NOT NULL,
  "campaign_id"     TEXT               COLLATE "C" NOT NULL,
  "name"            TEXT               NOT NULL,
  "email"           TEXT               COLLATE "C",
  "phone"           TEXT               COLLATE "C",
  "status"          "recipient_status" NOT NULL,
  "dispatch_id"     UUID,
  "attempts"        INTEGER            NOT NULL,
  "attempts_left"   INTEGER            NOT NULL,
  "round"           INTEGER            NOT NULL,
  "last_error_code" TEXT,
  "last_error"      TEXT,
  "next_attempt_at" TIMESTAMPTZ(3),
  "claim"           UUID,
  "lease_until"     TIMESTAMPTZ(3),
  "sent_at"         TIMESTAMPTZ(3),
  "token"           TEXT               COLLATE "C" NOT NULL,
  "created_at"      TIMESTAMPTZ(3)     NOT NULL,
  "updated_at"      TIMESTAMPTZ(3)     NOT NULL,
  CONSTRAINT "recipients_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "recipients_address_check" CHECK ("email" IS NOT NULL OR "phone" IS NOT NULL),
  CONSTRAINT "recipients_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaigns" ("id") ON DELETE CASCADE
) WITH (fillfactor = 70);

-- The address first: whoever unsubscribes is looked for in all campaigns.
CREATE UNIQUE INDEX "recipients_email_campaign_id_key" ON "recipients" ("email", "campaign_id");
CREATE UNIQUE INDEX "recipients_phone_campaign_id_key" ON "recipients" ("phone", "campaign_id");
CREATE UNIQUE INDEX "recipients_token_key" ON "recipients" ("token");
CREATE INDEX "recipients_campaign_id_id_idx" ON "recipients" ("campaign_id", "id");
-- What was sent when is counted here alone, without a look at the rows.
CREATE INDEX "recipients_sent_idx" ON "recipients" ("campaign_id", "sent_at") WHERE "status" = 'sent';
CREATE INDEX "recipients_failed_idx" ON "recipients" ("campaign_id", "id") WHERE "status" = 'failed';
CREATE INDEX "recipients_due_idx" ON "recipients" ("dispatch_id", "next_attempt_at", "id") WHERE "status" = 'queued' AND "dispatch_id" IS NOT NULL;
CREATE INDEX "recipients_sending_idx" ON "recipients" ("lease_until") WHERE "status" = 'sending';

-- What came of each attempt to reach a recipient. "lost": the process ended in the middle of it.
CREATE TABLE "delivery_attempts" (
  "recipient_id" UUID              NOT NULL,
  "dispatch_id"  UUID              NOT NULL,
  "attempt"      INTEGER           NOT NULL,
  "outcome"      "attempt_outcome" NOT NULL,
  "error_code"   TEXT,
  "error"        TEXT,
  "started_at"   TIMESTAMPTZ(3)    NOT NULL,
  "finished_at"  TIMESTAMPTZ(3)    NOT NULL,
  CONSTRAINT "delivery_attempts_pkey" PRIMARY KEY ("recipient_id", "dispatch_id", "attempt"),
  CONSTRAINT "delivery_attempts_recipient_id_fkey" FOREIGN KEY ("recipient_id") REFERENCES "recipients" ("id") ON DELETE CASCADE
);

-- When the next of a kind may be sent (generic cell rate algorithm: the time at which the bucket is full again). Outlives its dispatch,
-- so that the limit holds over the end of one and the start of the next. Microseconds since 1970.
CREATE TABLE "send_rates" (
  "key"     TEXT             COLLATE "C" NOT NULL,
  "full_at" DOUBLE PRECISION NOT NULL,
  CONSTRAINT "send_rates_pkey" PRIMARY KEY ("key")
) WITH (fillfactor = 50);

-- Who wants no more requests, whichever campaign they come from.
CREATE TABLE "unsubscribed_addresses" (
  "address"         TEXT           COLLATE "C" NOT NULL,
  "unsubscribed_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "unsubscribed_addresses_pkey" PRIMARY KEY ("address")
);

-- One answer per recipient. "sent_at" is when the request it answers was sent.
CREATE TABLE "responses" (
  "recipient_id" UUID           NOT NULL,
  "campaign_id"  TEXT           COLLATE "C" NOT NULL,
  "rating"       SMALLINT       NOT NULL,
  "comment"      TEXT           NOT NULL,
  "sent_at"      TIMESTAMPTZ(3),
  "responded_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "responses_pkey" PRIMARY KEY ("recipient_id"),
  CONSTRAINT "responses_rating_check" CHECK ("rating" BETWEEN 1 AND 5),
  CONSTRAINT "responses_recipient_id_fkey" FOREIGN KEY ("recipient_id") REFERENCES "recipients" ("id") ON DELETE CASCADE
);

CREATE INDEX "responses_campaign_id_responded_at_idx" ON "responses" ("campaign_id", "responded_at");

-- Files of recipients that were uploaded, and what came of their lines.
CREATE TABLE "recipient_imports" (
  "id"          UUID            NOT NULL,
  "campaign_id" TEXT            COLLATE "C" NOT NULL,
  "status"      "import_status" NOT NULL,
  "file_name"   TEXT            NOT NULL,
  "bytes"       BIGINT,
  "bytes_read"  BIGINT          NOT NULL,
  "lines"       INTEGER         NOT NULL,
  "added"       INTEGER         NOT NULL,
  "merged"      INTEGER         NOT NULL,
  "repeated"    INTEGER         NOT NULL,
  "rejected"    INTEGER         NOT NULL,
  "header"      TEXT            NOT NULL,
  "problem"     TEXT,
  "started_at"  TIMESTAMPTZ(3)  NOT NULL,
  "updated_at"  TIMESTAMPTZ(3)  NOT NULL,
  "finished_at" TIMESTAMPTZ(3),
  CONSTRAINT "recipient_imports_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "recipient_imports_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaigns" ("id") ON DELETE CASCADE
);

CREATE INDEX "recipient_imports_campaign_id_id_idx" ON "recipient_imports" ("campaign_id", "id");

CREATE TABLE "import_rejects" (
  "import_id" UUID    NOT NULL,
  "line"      INTEGER NOT NULL,
  "reason"    TEXT    NOT NULL,
  "text"      TEXT    NOT NULL,
  CONSTRAINT "import_rejects_pkey" PRIMARY KEY ("import_id", "line"),
  CONSTRAINT "import_rejects_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "recipient_imports" ("id") ON DELETE CASCADE
);
