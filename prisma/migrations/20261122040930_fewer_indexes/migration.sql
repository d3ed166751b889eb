-- By hand, since a Prisma schema cannot say it: an index holds only the rows that are looked for in it. Every message and
-- every update is written to all indexes of its table, twice for a message that is then marked as sent.
DROP INDEX "deliveries_next_at_idx";
DROP INDEX "deliveries_address_id_id_idx";
DROP INDEX "deliveries_person_id_sent_at_idx";
DROP INDEX "inbounds_next_at_idx";
CREATE INDEX "deliveries_owed" ON "deliveries"("next_at") WHERE "next_at" IS NOT NULL;
-- Whether a later message takes the place of one still owed.
CREATE INDEX "deliveries_joined" ON "deliveries"("address_id", "id") WHERE "slot" IS NOT NULL;
-- What the web page shows again.
CREATE INDEX "deliveries_sent" ON "deliveries"("person_id", "sent_at") WHERE "sent_at" IS NOT NULL;
-- What somebody gets who can be reached again.
CREATE INDEX "deliveries_no_address" ON "deliveries"("person_id") WHERE "state" = 'skipped' AND "reason" = 'no-address';
CREATE INDEX "inbounds_waiting" ON "inbounds"("next_at") WHERE "next_at" IS NOT NULL;
