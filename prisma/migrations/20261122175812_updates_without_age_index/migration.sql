-- DropIndex
DROP INDEX "inbounds_at_idx";

-- By hand, since a Prisma schema cannot say it: a talk is written again at every turn. With room beside it on its page the
-- new one stands there, and no index has to be told.
ALTER TABLE "conversations" SET (fillfactor = 50);
