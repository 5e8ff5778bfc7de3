-- Every table with a shop_id shows and takes only rows of the shop that the transaction names:
-- select set_config('app.shop', 'demo', true). FORCE makes it hold for the owner as well.
-- A later migration that adds tables calls slipstream_protect() again.
CREATE FUNCTION slipstream_protect() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  target record;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'slipstream_app') THEN
    CREATE ROLE slipstream_app NOLOGIN NOBYPASSRLS;
  END IF;
  FOR target IN
    SELECT c.table_name FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND c.column_name = 'shop_id' AND t.table_type = 'BASE TABLE'
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', target.table_name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', target.table_name);
    EXECUTE format('DROP POLICY IF EXISTS of_this_shop ON %I', target.table_name);
    EXECUTE format(
      'CREATE POLICY of_this_shop ON %I USING (shop_id = current_setting(''app.shop'', true)) WITH CHECK (shop_id = current_setting(''app.shop'', true))',
      target.table_name
    );
  END LOOP;
  GRANT USAGE ON SCHEMA public TO slipstream_app;
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO slipstream_app;
  GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO slipstream_app;
  -- Shops are made by the owner; audit rows are never changed or taken away.
  REVOKE INSERT, UPDATE, DELETE ON shops FROM slipstream_app;
  REVOKE UPDATE, DELETE ON audit FROM slipstream_app;
END
$$;
--> statement-breakpoint
SELECT slipstream_protect();
