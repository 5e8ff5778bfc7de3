CREATE TABLE "ops_samples" (
	"at" timestamp with time zone PRIMARY KEY NOT NULL,
	"pending" integer[] NOT NULL,
	"ack_pending" integer[] NOT NULL,
	"lag_seconds" real[] NOT NULL,
	"in_per_second" real[] NOT NULL,
	"out_per_second" real[] NOT NULL,
	"dead_letters" integer NOT NULL,
	"relay_depth" integer NOT NULL,
	"relay_age_seconds" real NOT NULL,
	"hub_depth" integer,
	"hub_age_seconds" real,
	"rails" integer,
	"p50_ms" real,
	"p99_ms" real
);
--> statement-breakpoint
CREATE TABLE "replay_jobs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"shop_id" text NOT NULL,
	"target" text NOT NULL,
	"from_sequence" bigint NOT NULL,
	"to_sequence" bigint NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"reached" bigint,
	"events" bigint DEFAULT 0 NOT NULL,
	"outcome" text,
	"asked_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"alive_at" timestamp with time zone,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE INDEX "replay_jobs_shop" ON "replay_jobs" USING btree ("shop_id","created_at");--> statement-breakpoint
CREATE INDEX "replay_jobs_open" ON "replay_jobs" USING btree ("shop_id") WHERE "replay_jobs"."state" in ('waiting', 'running');--> statement-breakpoint
SELECT slipstream_protect();
--> statement-breakpoint
-- Replays that wait, or that nobody works on any more. Row-level security shows one shop at a time.
CREATE FUNCTION slipstream_open_replays() RETURNS TABLE (shop text, job uuid) LANGUAGE plpgsql AS $$
BEGIN
  FOR shop IN SELECT s.id FROM shops s ORDER BY s.id LOOP
    PERFORM set_config('app.shop', shop, true);
    FOR job IN SELECT j.id FROM replay_jobs j WHERE j.shop_id = shop
      AND (j.state = 'waiting' OR (j.state = 'running' AND j.alive_at < now() - interval '20 seconds'))
      ORDER BY j.created_at LOOP
      RETURN NEXT;
    END LOOP;
  END LOOP;
  PERFORM set_config('app.shop', '', true);
END
$$;
