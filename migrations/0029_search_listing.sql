-- contract: `facets`, `brand`, `seller_id` and `search_matches` were for the versions before 0028.
-- Dinars and rials are counted in hundredths from here on, as Stripe wants the last digit of thousandths
-- to be zero. No shop of the seeds has one; sums of another would mean ten times as much.
DO $$
BEGIN
  IF EXISTS (SELECT FROM shops WHERE currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND')) THEN
    RAISE EXCEPTION 'A shop counts in thousandths of its currency: divide its amounts by ten first (docs/operations/upgrade.md)';
  END IF;
END
$$;
--> statement-breakpoint
-- Who writes a product now waits before its trigger begins: the search_reindex of before knows other columns.
LOCK TABLE products, variants, inventory, categories IN SHARE ROW EXCLUSIVE MODE;
--> statement-breakpoint
-- As PostgreSQL writes an array of integers, which never changes: `array_to_string` in general may.
CREATE FUNCTION search_list(choices integer[]) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT array_to_string(choices, ',') $$;
--> statement-breakpoint
-- The table is written anew beside the old one, which is searched meanwhile: what is read of every match
-- before the long texts, and no gaps.
CREATE TABLE "search_documents_new" (
	"shop" text NOT NULL,
	"product_id" text NOT NULL,
	"price_minor" bigint NOT NULL,
	"in_stock" boolean NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"choice_list" text GENERATED ALWAYS AS (search_list(choices)) STORED NOT NULL,
	"choices" integer[] DEFAULT '{}' NOT NULL,
	"category" text NOT NULL,
	"title" text NOT NULL,
	"names" "tsvector" NOT NULL,
	"document" "tsvector" NOT NULL
);
--> statement-breakpoint
ALTER TABLE "search_documents_new" ALTER COLUMN "document" SET STORAGE EXTERNAL;
--> statement-breakpoint
-- Of a row longer than PostgreSQL's usual 2 kB the document goes out; the names are read of every match.
ALTER TABLE "search_documents_new" ALTER COLUMN "names" SET STORAGE MAIN;
--> statement-breakpoint
INSERT INTO search_documents_new (shop, product_id, price_minor, in_stock, created_at, choices,
    category, title, names, document)
  SELECT shop, product_id, price_minor, in_stock, created_at, choices, category, title, names, document
  FROM search_documents;
--> statement-breakpoint
CREATE UNIQUE INDEX "search_documents_shop_product_id_pk_new" ON "search_documents_new" USING btree ("shop","product_id");
--> statement-breakpoint
CREATE INDEX "search_documents_category_new" ON "search_documents_new" USING btree ("shop","category");
--> statement-breakpoint
CREATE INDEX "search_documents_names_new" ON "search_documents_new" USING gin ("names") WITH (fastupdate = off);
--> statement-breakpoint
CREATE INDEX "search_documents_document_new" ON "search_documents_new" USING gin ("document") WITH (fastupdate = off);
--> statement-breakpoint
-- The function is that of 0028, for the new columns; a product's choices stand in the same order always.
CREATE OR REPLACE FUNCTION search_reindex(of_shop text, ids text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  shop_before text := current_setting('app.shop', true);
BEGIN
  PERFORM set_config('app.shop', of_shop, true);
  -- Whoever comes second waits here, and then reads what the first one wrote.
  PERFORM FROM unnest(ids) wanted
    JOIN search_documents d ON d.shop = of_shop AND d.product_id = wanted
    ORDER BY d.product_id FOR UPDATE OF d;
  DELETE FROM search_documents d USING unnest(ids) wanted
    WHERE d.shop = of_shop AND d.product_id = wanted AND (SELECT p.status FROM products p
      WHERE p.shop_id = of_shop AND p.id = d.product_id) IS DISTINCT FROM 'published';
  INSERT INTO search_values (shop, name, value)
    SELECT DISTINCT of_shop, c.name, c.value FROM search_choices(of_shop, ids) c
    WHERE (SELECT v.id FROM search_values v
      WHERE v.shop = of_shop AND v.name = c.name AND v.value = c.value) IS NULL
    ORDER BY 2, 3
    ON CONFLICT DO NOTHING;
  WITH RECURSIVE above AS (
    SELECT slug AS leaf, parent_slug, name, translations, 1 AS depth FROM categories
    WHERE shop_id = of_shop
    UNION ALL
    SELECT above.leaf, c.parent_slug, c.name, c.translations, depth + 1 FROM above
    JOIN categories c ON c.shop_id = of_shop AND c.slug = above.parent_slug WHERE depth < 8
  ), paths AS MATERIALIZED (
    SELECT leaf, string_agg(name, ' ') AS names, coalesce(string_agg((
        SELECT string_agg(t.value ->> 'name', ' ') FROM jsonb_each(translations) t), ' '), '')
        AS other_names
    FROM above GROUP BY leaf
  ), texts AS MATERIALIZED (
    SELECT p.*, search_text(p.title) AS title_text, search_text(p.brand) AS brand_text,
      search_text((SELECT names FROM paths WHERE leaf = p.category_slug)) AS path_text,
      coalesce(search_text(chosen.words), '') AS choice_text,
      coalesce(search_text(other.titles), '') AS other_title,
      search_text((SELECT other_names FROM paths WHERE leaf = p.category_slug)) AS other_path,
      coalesce(search_text(left(other.words, 2000)), '') AS other_choices,
      coalesce(search_text(other.descriptions), '') AS other_description,
      coalesce(chosen.place_ids, '{}') || coalesce(chosen.value_ids[:100], '{}') AS choices,
      search_text(p.description) AS description_text
    FROM unnest(ids) wanted
    CROSS JOIN LATERAL (
      SELECT * FROM products
      WHERE shop_id = of_shop AND id = wanted AND status = 'published' OFFSET 0
    ) p
    CROSS JOIN LATERAL (
      SELECT array_agg(v.id ORDER BY v.id) FILTER (WHERE c.name LIKE ':%') AS place_ids,
        array_agg(v.id ORDER BY c.name, c.value) FILTER (WHERE c.name NOT LIKE ':%') AS value_ids,
        left(string_agg(c.value, ' ' ORDER BY c.name, c.value)
          FILTER (WHERE c.name NOT LIKE ':%'), 2000) AS words
      FROM search_choices(of_shop, ARRAY[p.id]) c, LATERAL (
        SELECT id FROM search_values
        WHERE shop = of_shop AND name = c.name AND value = c.value OFFSET 0
      ) v
    ) chosen
    CROSS JOIN LATERAL (
      SELECT string_agg(t.value ->> 'title', ' ') AS titles,
        string_agg(t.value ->> 'description', ' ') AS descriptions,
        string_agg((SELECT string_agg(w.value, ' ')
          FROM jsonb_each_text(t.value -> 'words') w), ' ') AS words
      FROM jsonb_each(p.translations) t
    ) other
  ), vectors AS (
    SELECT texts.*,
      setweight(to_tsvector('search_plain', title_text || ' ' || other_title)
        || to_tsvector('search_english', title_text)
        || to_tsvector('search_german', other_title), 'A')
      || setweight(to_tsvector('search_plain', search_endings(other_title))
        || to_tsvector('search_german', search_endings(other_title)), 'B')
      || setweight(to_tsvector('search_plain', brand_text || ' ' || path_text || ' ' || other_path)
        || to_tsvector('search_english', brand_text || ' ' || path_text)
        || to_tsvector('search_german', other_path), 'B')
      || setweight(to_tsvector('search_plain', choice_text || ' ' || other_choices)
        || to_tsvector('search_english', choice_text)
        || to_tsvector('search_german', other_choices), 'C') AS names
    FROM texts
  ), kept AS (
    INSERT INTO search_documents (shop, product_id, title, category, price_minor, in_stock,
      created_at, choices, names, document)
    SELECT of_shop, id, title, category_slug, price_minor, search_in_stock(of_shop, id),
      created_at, choices, names,
      strip(names || to_tsvector('search_english', description_text)
        || to_tsvector('search_german', other_description))
    FROM vectors
    ON CONFLICT (shop, product_id) DO UPDATE SET title = excluded.title, category = excluded.category,
      price_minor = excluded.price_minor, in_stock = excluded.in_stock,
      created_at = excluded.created_at, choices = excluded.choices, names = excluded.names,
      document = excluded.document
    WHERE (search_documents.*) IS DISTINCT FROM (excluded.*)
  ), spoken AS (
    SELECT DISTINCT unaccent(word) AS word FROM (
      SELECT DISTINCT word FROM texts, unnest(string_to_array(
        concat_ws(' ', title_text, brand_text, path_text, choice_text, description_text), ' ')) word
      UNION
      -- Words that say nothing in another language may say something in the shop's own: `hat`.
      SELECT DISTINCT word FROM texts, unnest(string_to_array(
        concat_ws(' ', other_title, other_path, other_choices, other_description), ' ')) word
        WHERE to_tsvector('search_german', word) <> ''::tsvector
    ) written WHERE word ~ '^[^[:digit:]]{3,40}$'
  )
  INSERT INTO search_words (shop, word, stem)
    SELECT of_shop, word, coalesce((ts_lexize('english_stem', word))[1], word) FROM spoken
    WHERE (SELECT w.word FROM search_words w
      WHERE w.shop = of_shop AND w.word = spoken.word) IS NULL
    ORDER BY word
    ON CONFLICT DO NOTHING;
  PERFORM set_config('app.shop', coalesce(shop_before, ''), true);
END
$$;
--> statement-breakpoint
-- Who writes thousands of products step by step sets `app.search` to `later` and calls search_reindex at
-- the end: one version of each row instead of three.
CREATE OR REPLACE FUNCTION search_products_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('app.search', true) = 'later' THEN RETURN NULL; END IF;
  PERFORM search_reindex(shop_id, array_agg(id)) FROM changed GROUP BY shop_id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION search_variants_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('app.search', true) = 'later' THEN RETURN NULL; END IF;
  PERFORM search_reindex(shop_id, array_agg(DISTINCT product_id)) FROM changed
    WHERE TG_OP = 'UPDATE' OR options <> '{}' GROUP BY shop_id;
  PERFORM search_restock(shop_id, array_agg(DISTINCT product_id)) FROM changed
    WHERE TG_OP <> 'UPDATE' AND options = '{}' GROUP BY shop_id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION search_stock_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('app.search', true) = 'later' THEN RETURN NULL; END IF;
  PERFORM search_restock(c.shop_id, array_agg(DISTINCT c.product_id)) FROM (
    SELECT s.shop_id, (SELECT v.product_id FROM variants v
      WHERE v.shop_id = s.shop_id AND v.sku = s.sku) AS product_id
    FROM changed s WHERE s.on_hand > s.reserved
  ) c GROUP BY c.shop_id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- The function is that of 0011, and its last line: its grant of all tables would open the view to writes.
-- It is not called here: it would take every table of the shop.
CREATE OR REPLACE FUNCTION slipstream_protect() RETURNS void LANGUAGE plpgsql AS $$
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
  REVOKE ALL ON search_documents, search_values, search_words FROM slipstream_app;
  REVOKE INSERT, UPDATE, DELETE ON search_listing FROM slipstream_app;
END
$$;
--> statement-breakpoint
-- From here on searches wait, so nothing that takes long comes behind it.
DROP TABLE search_documents;
--> statement-breakpoint
ALTER TABLE "search_documents_new" RENAME TO "search_documents";
--> statement-breakpoint
ALTER TABLE "search_documents" ADD CONSTRAINT "search_documents_shop_product_id_pk" PRIMARY KEY USING INDEX "search_documents_shop_product_id_pk_new";
--> statement-breakpoint
ALTER INDEX "search_documents_category_new" RENAME TO "search_documents_category";
--> statement-breakpoint
ALTER INDEX "search_documents_names_new" RENAME TO "search_documents_names";
--> statement-breakpoint
ALTER INDEX "search_documents_document_new" RENAME TO "search_documents_document";
--> statement-breakpoint
DROP FUNCTION search_matches(tsquery, text[], boolean, integer);
--> statement-breakpoint
-- Without these numbers the next searches would be planned blindly.
ANALYZE search_documents;
--> statement-breakpoint
-- Documents of the transaction's shop. The view is its owner's, so it sees the closed table; it is no
-- barrier (what is asked for reaches the indices), and nobody writes through it. The setting is read
-- once by a query of its own, instead of for each row.
CREATE VIEW search_listing AS
  SELECT product_id, price_minor, in_stock, created_at, choice_list, choices, category, title, names, document
  FROM search_documents WHERE shop = (SELECT current_setting('app.shop', true));
--> statement-breakpoint
REVOKE ALL ON search_documents FROM slipstream_app;
--> statement-breakpoint
GRANT SELECT ON search_listing TO slipstream_app;
--> statement-breakpoint
ALTER TABLE "shipping_methods" ADD COLUMN "translations" jsonb DEFAULT '{}'::jsonb NOT NULL;
--> statement-breakpoint
ALTER TABLE "tax_rates" ADD COLUMN "translations" jsonb DEFAULT '{}'::jsonb NOT NULL;
