-- DropIndex
DROP INDEX "inbounds_at_idx";

-- By hand, since a Prisma schema cannot say it: the few updates that failed for good, of which the office is told.
CREATE INDEX "inbounds_failed" ON "inbounds"("at") WHERE "state" = 'failed';

-- A talk is written again at every turn. With room beside it on its page the new one mostly stands there, and its indexes
-- need not be told.
ALTER TABLE "conversations" SET (fillfactor = 50);
