DROP INDEX "events_sequence";--> statement-breakpoint
ALTER TABLE "replay_jobs" ADD COLUMN "worker" uuid;--> statement-breakpoint
CREATE INDEX "events_sequence" ON "events" USING btree ("shop_id","stream_sequence","received_at");--> statement-breakpoint
DROP FUNCTION slipstream_open_replays();
--> statement-breakpoint
-- Replays that wait, or that nobody works on any more. Row-level security shows one shop at a time.
CREATE FUNCTION slipstream_open_replays() RETURNS TABLE (shop text, job uuid, asked_at timestamptz)
LANGUAGE plpgsql AS $$
BEGIN
  FOR shop IN SELECT s.id FROM shops s LOOP
    PERFORM set_config('app.shop', shop, true);
    FOR job, asked_at IN SELECT j.id, j.created_at FROM replay_jobs j WHERE j.shop_id = shop
      AND (j.state = 'waiting' OR (j.state = 'running' AND j.alive_at < now() - interval '20 seconds'))
      LOOP
      RETURN NEXT;
    END LOOP;
  END LOOP;
  PERFORM set_config('app.shop', '', true);
END
$$;
