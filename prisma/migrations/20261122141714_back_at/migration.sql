-- AlterTable
ALTER TABLE "staff" ADD COLUMN     "back_at" TIMESTAMPTZ(3);
