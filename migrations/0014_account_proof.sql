ALTER TABLE "mail_tokens" ADD COLUMN "email" "citext";--> statement-breakpoint
CREATE INDEX "carts_idle" ON "carts" USING btree ("shop_id","updated_at") WHERE ordered_at is null;--> statement-breakpoint
CREATE INDEX "mails_words" ON "mails" USING btree ("shop_id","created_at") WHERE text <> '';--> statement-breakpoint
CREATE INDEX "refresh_tokens_expiry" ON "refresh_tokens" USING btree ("shop_id","expires_at");