-- DropIndex
DROP INDEX "cases_office_id_number_key";

-- AlterTable
ALTER TABLE "addresses" ADD COLUMN     "office_id" INTEGER;

-- AlterTable
ALTER TABLE "bookings" ADD COLUMN     "heard_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "cases" ADD COLUMN     "numbered_by" INTEGER;

-- AlterTable
ALTER TABLE "rounds" ADD COLUMN     "title" TEXT;

-- AlterTable
ALTER TABLE "staff" ADD COLUMN     "body_id" INTEGER,
ADD COLUMN     "custodian" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "digest_on" TEXT;

-- CreateTable
CREATE TABLE "handovers" (
    "id" UUID NOT NULL,
    "office_id" INTEGER NOT NULL,
    "from_id" INTEGER NOT NULL,
    "to_id" INTEGER NOT NULL,
    "why" TEXT NOT NULL,
    "case_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "state" TEXT NOT NULL DEFAULT 'asked',
    "until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "handovers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bodies" (
    "id" SERIAL NOT NULL,
    "office_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "phone" TEXT,
    "place" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bodies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "referrals" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "body_id" INTEGER NOT NULL,
    "number" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'sent',
    "words" BYTEA,
    "feedback" BYTEA,
    "outcome" TEXT,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3),
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "referrals_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "handovers_from_id_state_idx" ON "handovers"("from_id", "state");

-- CreateIndex
CREATE INDEX "handovers_to_id_state_idx" ON "handovers"("to_id", "state");

-- CreateIndex
CREATE INDEX "bodies_office_id_idx" ON "bodies"("office_id");

-- CreateIndex
CREATE INDEX "referrals_case_id_idx" ON "referrals"("case_id");

-- CreateIndex
CREATE INDEX "referrals_body_id_sent_at_idx" ON "referrals"("body_id", "sent_at");

-- CreateIndex
CREATE INDEX "addresses_office_id_idx" ON "addresses"("office_id");

-- CreateIndex
CREATE INDEX "staff_body_id_idx" ON "staff"("body_id");

-- AddForeignKey
ALTER TABLE "addresses" ADD CONSTRAINT "addresses_office_id_fkey" FOREIGN KEY ("office_id") REFERENCES "offices"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff" ADD CONSTRAINT "staff_body_id_fkey" FOREIGN KEY ("body_id") REFERENCES "bodies"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handovers" ADD CONSTRAINT "handovers_from_id_fkey" FOREIGN KEY ("from_id") REFERENCES "staff"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handovers" ADD CONSTRAINT "handovers_to_id_fkey" FOREIGN KEY ("to_id") REFERENCES "staff"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bodies" ADD CONSTRAINT "bodies_office_id_fkey" FOREIGN KEY ("office_id") REFERENCES "offices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_body_id_fkey" FOREIGN KEY ("body_id") REFERENCES "bodies"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- One number only once in the series it is of, also where the case has gone to another office meanwhile.
CREATE UNIQUE INDEX "cases_series_number_key" ON "cases"((COALESCE("numbered_by", "office_id")), "number");
