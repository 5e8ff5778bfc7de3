CREATE TABLE "model_reports" (
	"shop_id" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"report" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "model_reports_shop_id_name_kind_pk" PRIMARY KEY("shop_id","name","kind")
);
--> statement-breakpoint
CREATE TABLE "model_figures" (
	"shop_id" text NOT NULL,
	"name" text NOT NULL,
	"version" text NOT NULL,
	"stage" "model_stage" NOT NULL,
	"traffic_share" double precision NOT NULL,
	"server" text NOT NULL,
	"minute" timestamp with time zone NOT NULL,
	"figures" jsonb NOT NULL,
	CONSTRAINT "model_figures_pk" PRIMARY KEY("shop_id","name","version","stage","traffic_share","minute","server")
);
--> statement-breakpoint
ALTER TABLE "models" ADD COLUMN "championed_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "model_figures_minute" ON "model_figures" USING btree ("shop_id","minute");--> statement-breakpoint
SELECT slipstream_protect();
