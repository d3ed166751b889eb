-- AlterTable
ALTER TABLE "cases" ADD COLUMN     "dossier" TEXT;

-- AlterTable
ALTER TABLE "offices" ADD COLUMN     "regulations" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "rounds" (
    "id" UUID NOT NULL,
    "office_id" INTEGER NOT NULL,
    "regulation" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "staff_id" INTEGER,
    "period" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "warn_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "next_at" TIMESTAMPTZ(3),
    "rung" INTEGER NOT NULL DEFAULT 0,
    "done_at" TIMESTAMPTZ(3),
    "done_by" INTEGER,
    "words" BYTEA,
    "late" BOOLEAN NOT NULL DEFAULT false,
    "unconfirmed" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "rounds_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "rounds_next_at_idx" ON "rounds"("next_at");

-- CreateIndex
CREATE INDEX "rounds_office_id_owner_state_idx" ON "rounds"("office_id", "owner", "state");

-- AddForeignKey
ALTER TABLE "rounds" ADD CONSTRAINT "rounds_office_id_fkey" FOREIGN KEY ("office_id") REFERENCES "offices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
