-- Who writes a product now waits before its trigger begins: the search_reindex of before knows no choices.
LOCK TABLE products, variants, categories IN SHARE ROW EXCLUSIVE MODE;
--> statement-breakpoint
ALTER TABLE "search_documents" ADD COLUMN "choices" integer[] DEFAULT '{}' NOT NULL;
--> statement-breakpoint
-- Name and value of all that one can choose a product by: what 0011 has, and the category, brand and
-- seller, whose names begin as no attribute's does.
CREATE OR REPLACE FUNCTION search_choices(of_shop text, ids text[])
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
  UNION ALL
  SELECT wanted, place.name, place.value FROM unnest(ids) wanted, LATERAL (
    SELECT p.category_slug, p.brand, p.seller_id FROM products p
    WHERE p.shop_id = of_shop AND p.id = wanted OFFSET 0
  ) own, LATERAL (VALUES (':category', own.category_slug), (':brand', own.brand),
    (':seller', own.seller_id::text)) place (name, value)
  WHERE place.value <> ''
$$;
--> statement-breakpoint
-- The function is that of 0026, with `choices`.
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
      coalesce(chosen.value_ids[:100], '{}') AS facets,
      coalesce(chosen.place_ids, '{}') || coalesce(chosen.value_ids[:100], '{}') AS choices,
      search_text(p.description) AS description_text
    FROM unnest(ids) wanted
    CROSS JOIN LATERAL (
      SELECT * FROM products
      WHERE shop_id = of_shop AND id = wanted AND status = 'published' OFFSET 0
    ) p
    CROSS JOIN LATERAL (
      SELECT array_agg(v.id) FILTER (WHERE c.name LIKE ':%') AS place_ids,
        array_agg(v.id) FILTER (WHERE c.name NOT LIKE ':%') AS value_ids,
        left(string_agg(c.value, ' ') FILTER (WHERE c.name NOT LIKE ':%'), 2000) AS words
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
      in_stock, created_at, facets, choices, names, document)
    SELECT of_shop, id, title, category_slug, brand, seller_id, price_minor,
      search_in_stock(of_shop, id), created_at, facets, choices, names,
      strip(names || to_tsvector('search_english', description_text)
        || to_tsvector('search_german', other_description))
    FROM vectors
    ON CONFLICT (shop, product_id) DO UPDATE SET title = excluded.title, category = excluded.category,
      brand = excluded.brand, seller_id = excluded.seller_id, price_minor = excluded.price_minor,
      in_stock = excluded.in_stock, created_at = excluded.created_at, facets = excluded.facets, choices = excluded.choices,
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
-- Products of the transaction's shop that match, as `search_matches` of 0011 finds them, with all that
-- is counted of them in one array: so counting takes one pass.
CREATE FUNCTION search_hits(query tsquery, within text[], by_name boolean, most integer)
RETURNS TABLE (product_id text, title text, price_minor bigint, in_stock boolean,
  created_at timestamptz, choices integer[], rank real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp ROWS 2000 AS $$
DECLARE
  of_shop text := current_setting('app.shop', true);
BEGIN
  IF query IS NULL THEN
    RETURN QUERY SELECT d.product_id, d.title, d.price_minor, d.in_stock, d.created_at, d.choices,
      0::real FROM search_documents d
      WHERE d.shop = of_shop AND (within IS NULL OR d.category = ANY (within)) LIMIT most;
  ELSIF by_name THEN
    RETURN QUERY SELECT d.product_id, d.title, d.price_minor, d.in_stock, d.created_at, d.choices,
      ts_rank(d.names, query) FROM search_documents d
      WHERE d.shop = of_shop AND d.names @@ query AND (within IS NULL OR d.category = ANY (within))
      LIMIT most;
  ELSE
    RETURN QUERY SELECT d.product_id, d.title, d.price_minor, d.in_stock, d.created_at, d.choices,
      ts_rank(d.names, query) FROM search_documents d
      WHERE d.shop = of_shop AND d.document @@ query AND (within IS NULL OR d.category = ANY (within))
      LIMIT most;
  END IF;
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
    INSERT INTO search_values (shop, name, value)
      SELECT DISTINCT d.shop, place.name, place.value FROM search_documents d, LATERAL (VALUES
        (':category', d.category), (':brand', d.brand), (':seller', d.seller_id::text)
      ) place (name, value)
      WHERE d.shop = of_shop AND place.value <> '' ORDER BY 2, 3
      ON CONFLICT DO NOTHING;
    UPDATE search_documents d SET choices = ARRAY(
      SELECT v.id FROM (VALUES (':category', d.category), (':brand', d.brand),
        (':seller', d.seller_id::text)) place (name, value)
      JOIN search_values v ON v.shop = d.shop AND v.name = place.name AND v.value = place.value
    ) || d.facets WHERE d.shop = of_shop;
  END LOOP;
END
$$;
