-- The audit is appended and never changed, but for this: whoever has their data erased goes out of
-- it. That something was done, when, and to what, stays.
CREATE FUNCTION slipstream_forget_in_audit(person uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  changed integer;
BEGIN
  UPDATE audit SET
    actor_id = nullif(actor_id, person),
    resource_id = CASE WHEN resource_id = person::text THEN 'erased' ELSE resource_id END,
    before = NULL,
    after = NULL,
    reason = CASE WHEN resource_id = person::text THEN NULL ELSE reason END
  WHERE shop_id = current_setting('app.shop', true)
    AND (actor_id = person OR resource_id = person::text);
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION slipstream_forget_in_audit(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION slipstream_forget_in_audit(uuid) TO slipstream_app;
