-- CreateIndex
CREATE INDEX "cases_office_id_regulation_closed_at_idx" ON "cases"("office_id", "regulation", "closed_at");

-- CreateIndex
CREATE INDEX "duties_due_at_idx" ON "duties" USING BRIN ("due_at");

-- CreateIndex
CREATE INDEX "rounds_staff_id_state_idx" ON "rounds"("staff_id", "state");

-- CreateIndex
CREATE INDEX "surveys_sent_at_scored_at_idx" ON "surveys" USING BRIN ("sent_at", "scored_at");
