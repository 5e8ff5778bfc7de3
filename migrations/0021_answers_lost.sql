ALTER TABLE "idempotency_keys" ADD COLUMN "done_at" timestamp with time zone;--> statement-breakpoint
-- Called at the end of a transaction that answers a request with an Idempotency-Key: notes that the
-- request is done, if the transaction has written or locked anything. The key must still be that request's.
CREATE FUNCTION slipstream_mark_done(
  marked_shop text, marked_scope text, marked_key text, claimed timestamptz
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF pg_current_xact_id_if_assigned() IS NULL THEN RETURN; END IF;
  UPDATE idempotency_keys SET done_at = now()
  WHERE shop_id = marked_shop AND scope = marked_scope AND key = marked_key
    AND created_at = claimed;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the request was taken for abandoned, and is done by another'
      USING ERRCODE = 'SL409';
  END IF;
END
$$;
