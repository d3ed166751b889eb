-- DropIndex
DROP INDEX "cases_handler_id_accepted_at_idx";

-- CreateIndex
CREATE INDEX "duties_staff_id_opened_at_idx" ON "duties"("staff_id", "opened_at");
