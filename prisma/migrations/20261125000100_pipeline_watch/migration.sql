-- One row: up to which minute campaigns were judged in direct mode, and which process does it as long as its lease lasts.
CREATE TABLE "pipeline_watch" (
  "judged_until" TIMESTAMPTZ(0),
  "owner"        TEXT,
  "lease_until"  TIMESTAMPTZ(3)
);
INSERT INTO "pipeline_watch" VALUES (NULL, NULL, NULL);
