CREATE TABLE "search_documents" (
	"shop" text NOT NULL,
	"product_id" text NOT NULL,
	"title" text NOT NULL,
	"category" text NOT NULL,
	"brand" text NOT NULL,
	"seller_id" uuid,
	"price_minor" bigint NOT NULL,
	"in_stock" boolean NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"facets" integer[] NOT NULL,
	"names" "tsvector" NOT NULL,
	"document" "tsvector" NOT NULL,
	CONSTRAINT "search_documents_shop_product_id_pk" PRIMARY KEY("shop","product_id")
);
--> statement-breakpoint
CREATE TABLE "search_values" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "search_values_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"shop" text NOT NULL,
	"name" text NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search_words" (
	"shop" text NOT NULL,
	"word" text NOT NULL,
	"stem" text NOT NULL,
	CONSTRAINT "search_words_shop_word_pk" PRIMARY KEY("shop","word")
);
--> statement-breakpoint
DROP INDEX "products_search";--> statement-breakpoint
DROP INDEX "products_title_trigram";--> statement-breakpoint
CREATE INDEX "search_documents_category" ON "search_documents" USING btree ("shop","category");--> statement-breakpoint
CREATE INDEX "search_documents_names" ON "search_documents" USING gin ("names");--> statement-breakpoint
CREATE INDEX "search_documents_document" ON "search_documents" USING gin ("document");--> statement-breakpoint
CREATE UNIQUE INDEX "search_values_once" ON "search_values" USING btree ("shop","name","value");--> statement-breakpoint
CREATE INDEX "search_words_stem" ON "search_words" USING btree ("shop","stem");--> statement-breakpoint
CREATE INDEX "search_words_trigram" ON "search_words" USING gin ("word" gin_trgm_ops);--> statement-breakpoint
ALTER TABLE "products" DROP COLUMN "search";--> statement-breakpoint
ALTER TABLE "search_documents" ALTER COLUMN "document" SET STORAGE EXTERNAL;
--> statement-breakpoint
-- Searches never wade through what was written a moment ago: it is sorted in at once.
ALTER INDEX "search_documents_names" SET (fastupdate = off);
--> statement-breakpoint
ALTER INDEX "search_documents_document" SET (fastupdate = off);
--> statement-breakpoint
ALTER INDEX "search_words_trigram" SET (fastupdate = off);
--> statement-breakpoint
-- A long document lies outside of its row: mostly its index alone is read.
ALTER TABLE "search_documents" SET (toast_tuple_target = 1024);
--> statement-breakpoint
CREATE TEXT SEARCH CONFIGURATION search_plain (COPY = simple);
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION search_plain ALTER MAPPING FOR word, numword WITH unaccent, simple;
--> statement-breakpoint
CREATE TEXT SEARCH CONFIGURATION search_english (COPY = english);
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION search_english
  ALTER MAPPING FOR word, numword WITH unaccent, english_stem;
--> statement-breakpoint
-- The search tables are closed: they have no policy, and only functions of the owner read them. The
-- function is that of 0001 and its last line: the grant of all tables would open them again.
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
END
$$;
--> statement-breakpoint
-- Text as words between single spaces, so that PostgreSQL sees no addresses, paths or numbers with
-- signs in it, and splits as the edge splits what people type.
CREATE FUNCTION search_text(input text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT regexp_replace(lower(left(input, 20000)), '[^[:alnum:]]+', ' ', 'g')
$$;
--> statement-breakpoint
-- Name and value of all that one can choose a product by. Measures and sentences are no choices.
CREATE FUNCTION search_choices(of_shop text, ids text[])
RETURNS TABLE (product_id text, name text, value text) LANGUAGE sql STABLE AS $$
  SELECT product_id, name, value FROM (
    SELECT wanted AS product_id, a.key AS name, a.value FROM unnest(ids) wanted, LATERAL (
      SELECT p.attributes FROM products p WHERE p.shop_id = of_shop AND p.id = wanted OFFSET 0
    ) own, jsonb_each_text(own.attributes) a
    UNION
    SELECT wanted, o.key, o.value FROM unnest(ids) wanted, LATERAL (
      SELECT v.options FROM variants v WHERE v.shop_id = of_shop AND v.product_id = wanted OFFSET 0
    ) own, jsonb_each_text(own.options) o
  ) choices
  WHERE name ~ '^[^:]{1,40}$' AND value ~ '^[^[:digit:][:space:]]\S*( \S+){0,2}$' AND length(value) <= 40
$$;
--> statement-breakpoint
-- Whether a product can be had: one without variants can.
CREATE FUNCTION search_in_stock(of_shop text, of_product text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
      SELECT FROM variants v JOIN inventory n ON n.shop_id = v.shop_id AND n.sku = v.sku
      WHERE v.shop_id = of_shop AND v.product_id = of_product AND n.on_hand > n.reserved
    ) OR NOT EXISTS (SELECT FROM variants v WHERE v.shop_id = of_shop AND v.product_id = of_product)
$$;
--> statement-breakpoint
-- Brings the rows of these products to what products, variants, stock and categories say now.
-- Row by row and by indices (so `OFFSET 0`), whatever the statistics say: within one large import they
-- know nothing of its rows yet, and any other plan takes a time that grows with the square of the shop.
CREATE FUNCTION search_reindex(of_shop text, ids text[]) RETURNS void
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
    SELECT slug AS leaf, parent_slug, name, 1 AS depth FROM categories WHERE shop_id = of_shop
    UNION ALL
    SELECT above.leaf, c.parent_slug, c.name, depth + 1 FROM above
    JOIN categories c ON c.shop_id = of_shop AND c.slug = above.parent_slug WHERE depth < 8
  ), paths AS MATERIALIZED (
    SELECT leaf, string_agg(name, ' ') AS names FROM above GROUP BY leaf
  ), texts AS MATERIALIZED (
    SELECT p.*, search_text(p.title) AS title_text, search_text(p.brand) AS brand_text,
      search_text((SELECT names FROM paths WHERE leaf = p.category_slug)) AS path_text,
      coalesce(search_text(chosen.words), '') AS choice_text,
      coalesce(chosen.value_ids, '{}') AS facets, search_text(p.description) AS description_text
    FROM unnest(ids) wanted
    CROSS JOIN LATERAL (
      SELECT * FROM products
      WHERE shop_id = of_shop AND id = wanted AND status = 'published' OFFSET 0
    ) p
    CROSS JOIN LATERAL (
      SELECT (array_agg(v.id))[:100] AS value_ids, left(string_agg(c.value, ' '), 2000) AS words
      FROM search_choices(of_shop, ARRAY[p.id]) c, LATERAL (
        SELECT id FROM search_values
        WHERE shop = of_shop AND name = c.name AND value = c.value OFFSET 0
      ) v
    ) chosen
  ), vectors AS (
    SELECT texts.*,
      setweight(to_tsvector('search_plain', title_text) || to_tsvector('search_english', title_text), 'A')
      || setweight(to_tsvector('search_plain', brand_text || ' ' || path_text)
        || to_tsvector('search_english', brand_text || ' ' || path_text), 'B')
      || setweight(to_tsvector('search_plain', choice_text)
        || to_tsvector('search_english', choice_text), 'C') AS names
    FROM texts
  ), kept AS (
    INSERT INTO search_documents (shop, product_id, title, category, brand, seller_id, price_minor,
      in_stock, created_at, facets, names, document)
    SELECT of_shop, id, title, category_slug, brand, seller_id, price_minor,
      search_in_stock(of_shop, id), created_at, facets, names,
      strip(names || to_tsvector('search_english', description_text))
    FROM vectors
    ON CONFLICT (shop, product_id) DO UPDATE SET title = excluded.title, category = excluded.category,
      brand = excluded.brand, seller_id = excluded.seller_id, price_minor = excluded.price_minor,
      in_stock = excluded.in_stock, created_at = excluded.created_at, facets = excluded.facets,
      names = excluded.names, document = excluded.document
    WHERE (search_documents.*) IS DISTINCT FROM (excluded.*)
  ), spoken AS (
    SELECT DISTINCT unaccent(word) AS word FROM (
      SELECT DISTINCT word FROM texts, unnest(string_to_array(
        concat_ws(' ', title_text, brand_text, path_text, choice_text, description_text), ' ')) word
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
CREATE FUNCTION search_products_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_reindex(shop_id, array_agg(id)) FROM changed GROUP BY shop_id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- Whether these products can be had now. Whoever comes second waits, and reads what the first one wrote.
CREATE FUNCTION search_restock(of_shop text, ids text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  shop_before text := current_setting('app.shop', true);
BEGIN
  PERFORM set_config('app.shop', of_shop, true);
  PERFORM FROM unnest(ids) wanted
    JOIN search_documents d ON d.shop = of_shop AND d.product_id = wanted
    ORDER BY d.product_id FOR UPDATE OF d;
  UPDATE search_documents d SET in_stock = stock.now
    FROM (SELECT wanted, search_in_stock(of_shop, wanted) AS now FROM unnest(ids) wanted) stock
    WHERE d.shop = of_shop AND d.product_id = stock.wanted AND d.in_stock <> stock.now;
  PERFORM set_config('app.shop', coalesce(shop_before, ''), true);
END
$$;
--> statement-breakpoint
-- A variant's options are words and choices of its product; one without options is stock alone.
CREATE FUNCTION search_variants_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_reindex(shop_id, array_agg(DISTINCT product_id)) FROM changed
    WHERE TG_OP = 'UPDATE' OR options <> '{}' GROUP BY shop_id;
  PERFORM search_restock(shop_id, array_agg(DISTINCT product_id)) FROM changed
    WHERE TG_OP <> 'UPDATE' AND options = '{}' GROUP BY shop_id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION search_stock_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search_restock(c.shop_id, array_agg(DISTINCT c.product_id)) FROM (
    SELECT s.shop_id, (SELECT v.product_id FROM variants v
      WHERE v.shop_id = s.shop_id AND v.sku = s.sku) AS product_id
    FROM changed s WHERE s.on_hand > s.reserved
  ) c GROUP BY c.shop_id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- Stock changes with every order; only the first and the last one of a variant matter here.
CREATE FUNCTION search_stock_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  shop_before text := current_setting('app.shop', true);
  of_product text;
  known boolean;
BEGIN
  PERFORM set_config('app.shop', NEW.shop_id, true);
  SELECT v.product_id INTO of_product FROM variants v
    WHERE v.shop_id = NEW.shop_id AND v.sku = NEW.sku;
  -- Whoever comes second waits. Of thousands of variants that change at once the first one does the
  -- work: the others find the product to be what they have become.
  SELECT d.in_stock INTO known FROM search_documents d
    WHERE d.shop = NEW.shop_id AND d.product_id = of_product FOR UPDATE;
  IF known <> (NEW.on_hand > NEW.reserved) THEN
    PERFORM search_restock(NEW.shop_id, ARRAY[of_product]);
  END IF;
  PERFORM set_config('app.shop', coalesce(shop_before, ''), true);
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- A category's name or place is part of what its products are found by.
CREATE FUNCTION search_categories_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  touched record;
BEGIN
  FOR touched IN
    WITH RECURSIVE below AS (
      SELECT n.shop_id, n.slug FROM changed n JOIN unchanged o USING (shop_id, slug)
      WHERE n.name <> o.name OR n.parent_slug IS DISTINCT FROM o.parent_slug
      UNION
      SELECT c.shop_id, c.slug FROM categories c
      JOIN below ON c.shop_id = below.shop_id AND c.parent_slug = below.slug
    )
    SELECT p.shop_id, array_agg(p.id) AS ids FROM products p
    JOIN below ON p.shop_id = below.shop_id AND p.category_slug = below.slug GROUP BY p.shop_id
  LOOP
    PERFORM search_reindex(touched.shop_id, touched.ids);
  END LOOP;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER search_products_inserted AFTER INSERT ON products
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION search_products_changed();
--> statement-breakpoint
CREATE TRIGGER search_products_updated AFTER UPDATE ON products
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION search_products_changed();
--> statement-breakpoint
CREATE TRIGGER search_products_deleted AFTER DELETE ON products
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION search_products_changed();
--> statement-breakpoint
CREATE TRIGGER search_variants_inserted AFTER INSERT ON variants
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION search_variants_changed();
--> statement-breakpoint
CREATE TRIGGER search_variants_updated AFTER UPDATE ON variants
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION search_variants_changed();
--> statement-breakpoint
CREATE TRIGGER search_variants_deleted AFTER DELETE ON variants
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION search_variants_changed();
--> statement-breakpoint
CREATE TRIGGER search_stock_inserted AFTER INSERT ON inventory
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION search_stock_inserted();
--> statement-breakpoint
-- At the end of the transaction: a checkout holds no row of search while it works.
CREATE CONSTRAINT TRIGGER search_stock_changed AFTER UPDATE ON inventory
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD.on_hand > OLD.reserved) IS DISTINCT FROM (NEW.on_hand > NEW.reserved))
  EXECUTE FUNCTION search_stock_changed();
--> statement-breakpoint
CREATE TRIGGER search_categories_changed AFTER UPDATE ON categories
  REFERENCING OLD TABLE AS unchanged NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION search_categories_changed();
--> statement-breakpoint
-- Products of the transaction's shop that match: all of the shop where `query` is null, only those of
-- the categories `within` where it is not null, only by their names where `by_name`, at most `most`.
CREATE FUNCTION search_matches(query tsquery, within text[], by_name boolean, most integer)
RETURNS TABLE (product_id text, title text, category text, brand text, seller_id uuid,
  price_minor bigint, in_stock boolean, created_at timestamptz, facets integer[], rank real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp ROWS 2000 AS $$
DECLARE
  of_shop text := current_setting('app.shop', true);
BEGIN
  IF query IS NULL THEN
    RETURN QUERY SELECT d.product_id, d.title, d.category, d.brand, d.seller_id, d.price_minor,
      d.in_stock, d.created_at, d.facets, 0::real FROM search_documents d
      WHERE d.shop = of_shop AND (within IS NULL OR d.category = ANY (within)) LIMIT most;
  ELSIF by_name THEN
    RETURN QUERY SELECT d.product_id, d.title, d.category, d.brand, d.seller_id, d.price_minor,
      d.in_stock, d.created_at, d.facets, ts_rank(d.names, query) FROM search_documents d
      WHERE d.shop = of_shop AND d.names @@ query AND (within IS NULL OR d.category = ANY (within))
      LIMIT most;
  ELSE
    RETURN QUERY SELECT d.product_id, d.title, d.category, d.brand, d.seller_id, d.price_minor,
      d.in_stock, d.created_at, d.facets, ts_rank(d.names, query) FROM search_documents d
      WHERE d.shop = of_shop AND d.document @@ query AND (within IS NULL OR d.category = ANY (within))
      LIMIT most;
  END IF;
END
$$;
--> statement-breakpoint
-- The name and value behind the ids of a document's `facets`, of the transaction's shop.
CREATE FUNCTION search_value_names(ids integer[]) RETURNS TABLE (id integer, name text, value text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT v.id, v.name, v.value FROM search_values v
  WHERE v.shop = current_setting('app.shop', true) AND v.id = ANY (ids)
$$;
--> statement-breakpoint
-- The ids of values that somebody chose, of the transaction's shop.
CREATE FUNCTION search_value_ids(names text[], chosen text[])
RETURNS TABLE (id integer, name text, value text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT v.id, v.name, v.value FROM unnest(names, chosen) AS c (name, value)
  JOIN search_values v ON v.shop = current_setting('app.shop', true)
    AND v.name = c.name AND v.value = c.value
$$;
--> statement-breakpoint
-- What the shop knows of words: whether a word says nothing (`the`), whether a product has it, whether
-- a product's word begins with it; and, where none has it, words that look like it, with the number of
-- their products.
CREATE FUNCTION search_spelling(words text[])
RETURNS TABLE (empty boolean, known boolean, begins boolean, similar_words text[], products integer[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET pg_trgm.similarity_threshold = 0.2 AS $$
DECLARE
  of_shop text := current_setting('app.shop', true);
  typed text;
  plain text;
BEGIN
  FOREACH typed IN ARRAY words LOOP
    plain := unaccent(typed);
    empty := numnode(to_tsquery('search_english', quote_literal(plain))) = 0;
    known := EXISTS (SELECT FROM search_words w WHERE w.shop = of_shop AND w.word = plain)
      OR EXISTS (SELECT FROM search_words w WHERE w.shop = of_shop
        AND w.stem = (ts_lexize('english_stem', plain))[1]);
    begins := known OR length(plain) < 3 OR plain ~ '[[:digit:]]' OR EXISTS (
      SELECT FROM search_words w WHERE w.shop = of_shop AND w.word >= plain
        AND w.word < plain || chr(1114111) AND starts_with(w.word, plain));
    similar_words := '{}';
    products := '{}';
    IF NOT known AND NOT empty AND length(plain) > 2 THEN
      SELECT array_agg(s.word), array_agg(s.products) INTO similar_words, products FROM (
        SELECT near.word, (SELECT count(*)::integer FROM (SELECT FROM search_documents d
          WHERE d.shop = of_shop AND d.names @@ plainto_tsquery('search_plain', near.word)
          LIMIT 50) few) AS products
        FROM ((SELECT w.word FROM search_words w WHERE w.shop = of_shop AND w.word % plain
            ORDER BY similarity(w.word, plain) DESC, w.word LIMIT 20)
          -- Two neighbours swapped leave a short word hardly a trigram in common.
          UNION SELECT w.word FROM search_words w WHERE w.shop = of_shop AND w.word IN (
            SELECT overlay(plain PLACING substr(plain, i + 1, 1) || substr(plain, i, 1) FROM i FOR 2)
            FROM generate_series(1, length(plain) - 1) i)) near
      ) s WHERE s.products > 0;
    END IF;
    RETURN NEXT;
  END LOOP;
END
$$;
--> statement-breakpoint
-- What is there already. As the owner is held to the policies, too, shop by shop.
DO $$
DECLARE
  of_shop text;
BEGIN
  FOR of_shop IN SELECT id FROM shops LOOP
    PERFORM set_config('app.shop', of_shop, true);
    PERFORM search_reindex(of_shop, array_agg(id)) FROM products WHERE shop_id = of_shop;
  END LOOP;
END
$$;
--> statement-breakpoint
SELECT slipstream_protect();
