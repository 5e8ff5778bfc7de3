ALTER TABLE "products" ADD COLUMN "translations" jsonb DEFAULT '{}'::jsonb NOT NULL;
--> statement-breakpoint
CREATE TEXT SEARCH CONFIGURATION search_german (COPY = german);
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION search_german
  ALTER MAPPING FOR word, numword WITH unaccent, german_stem;
--> statement-breakpoint
-- Of long words their endings, too: a German who types Leuchte means a Pendelleuchte.
CREATE FUNCTION search_endings(input text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(string_agg(right(word, length), ' '), '')
  FROM unnest(string_to_array(input, ' ')) word, generate_series(5, least(length(word), 40) - 3) length
$$;
--> statement-breakpoint
-- The functions are those of 0011, with the texts in other languages. Brings the rows of these products to what products, variants, stock and categories say now.
-- Row by row and by indices (so `OFFSET 0`), whatever the statistics say: within one large import they
-- know nothing of its rows yet, and any other plan takes a time that grows with the square of the shop.
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
    INSERT INTO search_documents (shop, product_id, title, category, brand, seller_id, price_minor,
      in_stock, created_at, facets, names, document)
    SELECT of_shop, id, title, category_slug, brand, seller_id, price_minor,
      search_in_stock(of_shop, id), created_at, facets, names,
      strip(names || to_tsvector('search_english', description_text)
        || to_tsvector('search_german', other_description))
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
-- A category's name or place is part of what its products are found by.
CREATE OR REPLACE FUNCTION search_categories_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  touched record;
BEGIN
  FOR touched IN
    WITH RECURSIVE below AS (
      SELECT n.shop_id, n.slug FROM changed n JOIN unchanged o USING (shop_id, slug)
      WHERE n.name <> o.name OR n.translations <> o.translations OR n.parent_slug IS DISTINCT FROM o.parent_slug
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
-- What the shop knows of words: whether a word says nothing (`the`), whether a product has it, whether
-- a product's word begins with it; and, where none has it, words that look like it, with the number of
-- their products.
-- In a language beside the shop's own its words count as well. German stems are short: who types in
-- English must not find by them.
CREATE FUNCTION search_spelling(words text[], language text)
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
        AND w.stem = (ts_lexize('english_stem', plain))[1])
      OR (language = 'de' AND EXISTS (SELECT FROM search_documents d WHERE d.shop = of_shop
        AND d.names @@ to_tsquery('search_german', quote_literal(plain))));
    empty := empty OR (language = 'de' AND NOT known
      AND numnode(to_tsquery('search_german', quote_literal(plain))) = 0);
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
-- For programs of the version before.
CREATE OR REPLACE FUNCTION search_spelling(words text[])
RETURNS TABLE (empty boolean, known boolean, begins boolean, similar_words text[], products integer[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT * FROM search_spelling(words, 'en')
$$;
--> statement-breakpoint
-- What is there already: no product has other words yet, but categories may. As the owner is held to
-- the policies, too, shop by shop.
DO $$
DECLARE
  of_shop text;
BEGIN
  FOR of_shop IN SELECT id FROM shops LOOP
    PERFORM set_config('app.shop', of_shop, true);
    PERFORM search_reindex(of_shop, array_agg(id)) FROM products WHERE shop_id = of_shop
      AND EXISTS (SELECT FROM categories WHERE shop_id = of_shop AND translations <> '{}')
      HAVING count(*) > 0;
  END LOOP;
END
$$;
