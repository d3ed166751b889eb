-- CreateIndex
CREATE INDEX "cases_handler_id_accepted_at_idx" ON "cases"("handler_id", "accepted_at");
