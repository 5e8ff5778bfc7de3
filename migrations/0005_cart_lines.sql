DROP INDEX "carts_user";--> statement-breakpoint
ALTER TABLE "cart_lines" ADD COLUMN "price_minor" bigint NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "carts_user" ON "carts" USING btree ("shop_id","user_id") WHERE ordered_at is null;