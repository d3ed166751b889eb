-- CreateTable
CREATE TABLE "offices" (
    "id" SERIAL NOT NULL,
    "parent_id" INTEGER,
    "name" TEXT NOT NULL,
    "level" TEXT NOT NULL DEFAULT 'town',
    "region" TEXT NOT NULL DEFAULT 'CN',
    "zone" TEXT NOT NULL DEFAULT 'Asia/Shanghai',
    "hours" JSONB NOT NULL DEFAULT '[{"from":"09:00","to":"12:00"},{"from":"13:30","to":"17:30"}]',
    "duty_phone" TEXT,
    "areas" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "sample" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "offices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "people" (
    "id" UUID NOT NULL,
    "name" BYTEA,
    "phone" BYTEA,
    "phone_hash" BYTEA,
    "language" TEXT NOT NULL,
    "office_id" INTEGER,
    "consent" TEXT,
    "consent_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "erased_at" TIMESTAMPTZ(3),

    CONSTRAINT "people_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "addresses" (
    "id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "user" TEXT NOT NULL,
    "person_id" UUID,
    "state" TEXT NOT NULL DEFAULT 'live',
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "addresses_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "conversations" (
    "person_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "state" BYTEA NOT NULL,
    "touched_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "address_id" UUID,
    "next_at" TIMESTAMPTZ(3),

    CONSTRAINT "conversations_pkey" PRIMARY KEY ("person_id")
);

-- CreateTable
CREATE TABLE "staff" (
    "id" SERIAL NOT NULL,
    "person_id" UUID NOT NULL,
    "office_id" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kinds" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "languages" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "areas" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "capacity" INTEGER NOT NULL DEFAULT 20,
    "hours" JSONB,
    "away_from" TIMESTAMPTZ(3),
    "away_until" TIMESTAMPTZ(3),
    "stand_in_id" INTEGER,
    "joined_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "left_at" TIMESTAMPTZ(3),

    CONSTRAINT "staff_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitations" (
    "id" UUID NOT NULL,
    "code_hash" BYTEA NOT NULL,
    "role" TEXT NOT NULL,
    "office_id" INTEGER NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "used_by" UUID,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cases" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "office_id" INTEGER NOT NULL,
    "regulation" TEXT NOT NULL,
    "edition" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "outcome" TEXT,
    "story" BYTEA NOT NULL,
    "facts" BYTEA NOT NULL,
    "state" BYTEA NOT NULL,
    "language" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "applicant_id" UUID NOT NULL,
    "handler_id" INTEGER,
    "track_hash" BYTEA NOT NULL,
    "score" INTEGER,
    "filed_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "answer" BYTEA,
    "reopened" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "cases_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "parties" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "person_id" UUID,
    "name" BYTEA,
    "contact" BYTEA,
    "willing" TEXT NOT NULL DEFAULT 'unknown',

    CONSTRAINT "parties_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "duties" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "office_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "staff_id" INTEGER,
    "state" TEXT NOT NULL DEFAULT 'open',
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "warn_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "next_at" TIMESTAMPTZ(3),
    "rung" INTEGER NOT NULL DEFAULT 0,
    "done_at" TIMESTAMPTZ(3),
    "late" BOOLEAN NOT NULL DEFAULT false,
    "unconfirmed" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "duties_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "histories" (
    "id" BIGSERIAL NOT NULL,
    "case_id" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "open" BOOLEAN NOT NULL,
    "details" BYTEA NOT NULL,
    "previous" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "histories_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbounds" (
    "id" BIGSERIAL NOT NULL,
    "channel" TEXT NOT NULL,
    "update_id" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'done',
    "person_id" UUID,
    "case_id" UUID,
    "body" BYTEA,
    "error" TEXT,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3),
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inbounds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deliveries" (
    "id" BIGSERIAL NOT NULL,
    "person_id" UUID,
    "address_id" UUID,
    "case_id" UUID,
    "message" BYTEA NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'owed',
    "slot" TEXT,
    "edits" TEXT,
    "reply_token" TEXT,
    "reply_at" TIMESTAMPTZ(3),
    "retry_key" UUID NOT NULL,
    "sent_id" TEXT,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "next_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "surveys" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "round" INTEGER NOT NULL,
    "staff_id" INTEGER,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "mode" TEXT NOT NULL DEFAULT 'chat',
    "next_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "score" INTEGER,
    "scored_at" TIMESTAMPTZ(3),
    "words" BYTEA,
    "reason" TEXT,

    CONSTRAINT "surveys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "calendar_days" (
    "region" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "working" BOOLEAN NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "calendar_days_pkey" PRIMARY KEY ("region","day")
);

-- CreateTable
CREATE TABLE "calendar_years" (
    "region" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "confirmed" BOOLEAN NOT NULL,

    CONSTRAINT "calendar_years_pkey" PRIMARY KEY ("region","year")
);

-- CreateTable
CREATE TABLE "attachments" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "case_id" UUID,
    "kind" TEXT NOT NULL,
    "mime" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "sha256" BYTEA,
    "name" BYTEA,
    "stored" TEXT,
    "state" TEXT NOT NULL DEFAULT 'kept',
    "tries" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "attachments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "series" (
    "key" TEXT NOT NULL,
    "last" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "series_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "settings" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "attempts" (
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 0,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attempts_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "offices_parent_id_idx" ON "offices"("parent_id");

-- CreateIndex
CREATE INDEX "people_phone_hash_idx" ON "people"("phone_hash");

-- CreateIndex
CREATE INDEX "addresses_person_id_idx" ON "addresses"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "addresses_channel_user_key" ON "addresses"("channel", "user");

-- CreateIndex
CREATE INDEX "conversations_next_at_idx" ON "conversations"("next_at");

-- CreateIndex
CREATE INDEX "staff_office_id_role_idx" ON "staff"("office_id", "role");

-- CreateIndex
CREATE UNIQUE INDEX "staff_person_id_office_id_role_key" ON "staff"("person_id", "office_id", "role");

-- CreateIndex
CREATE UNIQUE INDEX "invitations_code_hash_key" ON "invitations"("code_hash");

-- CreateIndex
CREATE INDEX "cases_applicant_id_filed_at_idx" ON "cases"("applicant_id", "filed_at");

-- CreateIndex
CREATE INDEX "cases_handler_id_stage_idx" ON "cases"("handler_id", "stage");

-- CreateIndex
CREATE INDEX "cases_office_id_stage_idx" ON "cases"("office_id", "stage");

-- CreateIndex
CREATE INDEX "cases_number_idx" ON "cases"("number");

-- CreateIndex
CREATE UNIQUE INDEX "cases_office_id_number_key" ON "cases"("office_id", "number");

-- CreateIndex
CREATE INDEX "parties_case_id_idx" ON "parties"("case_id");

-- CreateIndex
CREATE INDEX "parties_person_id_idx" ON "parties"("person_id");

-- CreateIndex
CREATE INDEX "duties_next_at_idx" ON "duties"("next_at");

-- CreateIndex
CREATE INDEX "duties_case_id_idx" ON "duties"("case_id");

-- CreateIndex
CREATE INDEX "duties_staff_id_state_idx" ON "duties"("staff_id", "state");

-- CreateIndex
CREATE INDEX "duties_office_id_owner_state_idx" ON "duties"("office_id", "owner", "state");

-- CreateIndex
CREATE UNIQUE INDEX "histories_case_id_n_key" ON "histories"("case_id", "n");

-- CreateIndex
CREATE INDEX "inbounds_next_at_idx" ON "inbounds"("next_at");

-- CreateIndex
CREATE INDEX "inbounds_at_idx" ON "inbounds"("at");

-- CreateIndex
CREATE UNIQUE INDEX "inbounds_channel_update_id_key" ON "inbounds"("channel", "update_id");

-- CreateIndex
CREATE INDEX "deliveries_next_at_idx" ON "deliveries"("next_at");

-- CreateIndex
CREATE INDEX "deliveries_address_id_id_idx" ON "deliveries"("address_id", "id");

-- CreateIndex
CREATE INDEX "deliveries_person_id_sent_at_idx" ON "deliveries"("person_id", "sent_at");

-- CreateIndex
CREATE INDEX "surveys_next_at_idx" ON "surveys"("next_at");

-- CreateIndex
CREATE INDEX "surveys_person_id_sent_at_idx" ON "surveys"("person_id", "sent_at");

-- CreateIndex
CREATE UNIQUE INDEX "surveys_case_id_person_id_round_key" ON "surveys"("case_id", "person_id", "round");

-- CreateIndex
CREATE INDEX "attachments_case_id_idx" ON "attachments"("case_id");

-- CreateIndex
CREATE INDEX "attachments_person_id_idx" ON "attachments"("person_id");

-- CreateIndex
CREATE INDEX "attachments_state_next_at_idx" ON "attachments"("state", "next_at");

-- CreateIndex
CREATE INDEX "attachments_stored_idx" ON "attachments"("stored");

-- AddForeignKey
ALTER TABLE "offices" ADD CONSTRAINT "offices_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "offices"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "addresses" ADD CONSTRAINT "addresses_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff" ADD CONSTRAINT "staff_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff" ADD CONSTRAINT "staff_office_id_fkey" FOREIGN KEY ("office_id") REFERENCES "offices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff" ADD CONSTRAINT "staff_stand_in_id_fkey" FOREIGN KEY ("stand_in_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_office_id_fkey" FOREIGN KEY ("office_id") REFERENCES "offices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cases" ADD CONSTRAINT "cases_office_id_fkey" FOREIGN KEY ("office_id") REFERENCES "offices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cases" ADD CONSTRAINT "cases_handler_id_fkey" FOREIGN KEY ("handler_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "parties" ADD CONSTRAINT "parties_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "parties" ADD CONSTRAINT "parties_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "duties" ADD CONSTRAINT "duties_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "duties" ADD CONSTRAINT "duties_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "histories" ADD CONSTRAINT "histories_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "surveys" ADD CONSTRAINT "surveys_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "surveys" ADD CONSTRAINT "surveys_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- By hand, since a Prisma schema cannot say it: what has happened to a case is written once. Only erasure by law may
-- touch it, and says so: SET LOCAL laifang.erasing = 'on'.
CREATE FUNCTION "histories_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('laifang.erasing', true) = 'on' THEN
        RETURN CASE TG_OP WHEN 'UPDATE' THEN NEW ELSE OLD END;
    END IF;
    RAISE EXCEPTION 'histories is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;

-- CreateTrigger
CREATE TRIGGER "histories_append_only" BEFORE UPDATE OR DELETE ON "histories" FOR EACH ROW EXECUTE FUNCTION "histories_append_only"();

-- CreateTrigger
CREATE TRIGGER "histories_not_emptied" BEFORE TRUNCATE ON "histories" FOR EACH STATEMENT EXECUTE FUNCTION "histories_append_only"();

-- What is still owed in a chat or to a person, however long their history: a message waits for older ones.
CREATE INDEX "deliveries_owed_address" ON "deliveries"("address_id", "id") WHERE "next_at" IS NOT NULL;
CREATE INDEX "deliveries_owed_person" ON "deliveries"("person_id", "id") WHERE "next_at" IS NOT NULL AND "address_id" IS NULL;
