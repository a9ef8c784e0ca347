-- Who has ever joined. Two names with the same key are one user: the key has neither case nor what cannot be seen.
CREATE TABLE "chat_users" (
  "id"         UUID           NOT NULL,
  "name"       TEXT           NOT NULL,
  "name_key"   TEXT           COLLATE "C" NOT NULL,
  "read_up_to" BIGINT         NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "chat_users_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "chat_users_name_key_key" ON "chat_users" ("name_key");

-- The room: one row. Whoever stores a message counts up here first and so holds the lock until the commit: messages become
-- visible in the order of their numbers, and whoever has read up to one has missed none before it.
CREATE TABLE "chat_room" (
  "room_id"       UUID   NOT NULL,
  "last_sequence" BIGINT NOT NULL
) WITH (fillfactor = 50);
INSERT INTO "chat_room" VALUES (gen_random_uuid(), 0);

-- "user_id" is null for what Flightdeck itself says. A message that is sent again has the same "client_id".
CREATE TABLE "chat_messages" (
  "sequence"    BIGINT         NOT NULL,
  "user_id"     UUID,
  "client_id"   TEXT           COLLATE "C" NOT NULL,
  "text"        TEXT           NOT NULL,
  "campaign_id" TEXT,
  "sent_at"     TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "chat_messages_pkey" PRIMARY KEY ("sequence"),
  CONSTRAINT "chat_messages_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "chat_users" ("id")
);

CREATE UNIQUE INDEX "chat_messages_user_id_client_id_key" ON "chat_messages" ("user_id", "client_id") NULLS NOT DISTINCT;
