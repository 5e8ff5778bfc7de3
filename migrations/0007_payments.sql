CREATE TABLE "test_deliveries" (
	"event_id" text PRIMARY KEY NOT NULL,
	"shop_id" text NOT NULL,
	"body" jsonb NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"delivered_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "test_intents" (
	"reference" text PRIMARY KEY NOT NULL,
	"shop_id" text NOT NULL,
	"payment_id" uuid NOT NULL,
	"client_secret" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"state" text NOT NULL,
	"refunded_minor" bigint DEFAULT 0 NOT NULL,
	"refund_ids" text[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "order_lines" ADD COLUMN "cancelled_quantity" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "order_returns" ADD COLUMN "seller_id" uuid;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "failure_code" text;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "shares" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "tried_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "finished_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "test_deliveries_due" ON "test_deliveries" USING btree ("shop_id","delivered_at","due_at");--> statement-breakpoint
CREATE INDEX "refunds_payment" ON "refunds" USING btree ("payment_id");--> statement-breakpoint
CREATE INDEX "refunds_open" ON "refunds" USING btree ("shop_id","state");--> statement-breakpoint
SELECT slipstream_protect();
