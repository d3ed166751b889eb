-- AlterTable
ALTER TABLE "cases" ADD COLUMN     "place_keys" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "histories" ADD COLUMN     "room" TEXT NOT NULL DEFAULT 'applicant';

-- CreateTable
CREATE TABLE "tickets" (
    "id" UUID NOT NULL,
    "code_hash" BYTEA NOT NULL,
    "purpose" TEXT NOT NULL,
    "case_id" UUID,
    "party_id" UUID,
    "person_id" UUID,
    "uses_left" INTEGER NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tickets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "receptions" (
    "id" UUID NOT NULL,
    "office_id" INTEGER NOT NULL,
    "staff_id" INTEGER NOT NULL,
    "stand_in_id" INTEGER,
    "post" TEXT NOT NULL,
    "about" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "minutes" INTEGER NOT NULL DEFAULT 20,
    "cancelled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "receptions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bookings" (
    "id" UUID NOT NULL,
    "reception_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "case_id" UUID,
    "slot" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'booked',
    "words" BYTEA,
    "moves" INTEGER NOT NULL DEFAULT 0,
    "reminded" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bookings_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "tickets_code_hash_key" ON "tickets"("code_hash");

-- CreateIndex
CREATE INDEX "tickets_case_id_idx" ON "tickets"("case_id");

-- CreateIndex
CREATE INDEX "receptions_office_id_from_idx" ON "receptions"("office_id", "from");

-- CreateIndex
CREATE INDEX "bookings_reception_id_idx" ON "bookings"("reception_id");

-- CreateIndex
CREATE INDEX "bookings_person_id_idx" ON "bookings"("person_id");

-- CreateIndex
CREATE INDEX "bookings_next_at_idx" ON "bookings"("next_at");

-- CreateIndex
CREATE INDEX "cases_place_keys_idx" ON "cases" USING GIN ("place_keys");

-- AddForeignKey
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "receptions" ADD CONSTRAINT "receptions_office_id_fkey" FOREIGN KEY ("office_id") REFERENCES "offices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "receptions" ADD CONSTRAINT "receptions_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "receptions" ADD CONSTRAINT "receptions_stand_in_id_fkey" FOREIGN KEY ("stand_in_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_reception_id_fkey" FOREIGN KEY ("reception_id") REFERENCES "receptions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- One visitor a slot.
CREATE UNIQUE INDEX "bookings_slot_key" ON "bookings"("reception_id", "slot") WHERE "state" = 'booked';
