CREATE INDEX "events_user" ON "events" USING btree ("shop_id","user_id") WHERE "events"."user_id" is not null;--> statement-breakpoint
-- Which shops have work for the relay: since when facts and changes wait, and how many people's data
-- is to be erased. Row-level security shows one shop at a time, so it asks for one after the other:
-- a few index look-ups a shop, in one round trip.
CREATE FUNCTION slipstream_outbox_work() RETURNS TABLE (
  shop text, facts_since timestamptz, changes_since timestamptz, deletions integer
) LANGUAGE plpgsql AS $$
BEGIN
  FOR shop IN SELECT s.id FROM shops s ORDER BY s.id LOOP
    PERFORM set_config('app.shop', shop, true);
    facts_since := (SELECT o.created_at FROM outbox o
      WHERE o.shop_id = shop AND o.kind = 'event' ORDER BY o.id LIMIT 1);
    changes_since := (SELECT o.created_at FROM outbox o
      WHERE o.shop_id = shop AND o.kind <> 'event' ORDER BY o.id LIMIT 1);
    deletions := (SELECT count(*) FROM deletions d
      WHERE d.shop_id = shop AND d.finished_at IS NULL AND d.subject IS NOT NULL);
    IF facts_since IS NOT NULL OR changes_since IS NOT NULL OR deletions > 0 THEN
      RETURN NEXT;
    END IF;
  END LOOP;
  PERFORM set_config('app.shop', '', true);
END
$$;
