-- Counts archived events into daily_figures and sale_lines. Each event must be counted once. The row
-- of no product is the sum of all: figures of the whole shop read a few rows a day.
CREATE OR REPLACE FUNCTION slipstream_count_events(counted_shop text, ids uuid[]) RETURNS void LANGUAGE sql AS $$
  -- Each item of an event once: its own as line 0, then its other lines.
  WITH items AS MATERIALIZED (
    SELECT e.id AS event_id, i.line, e.type, e.order_id, i.item_id, e.occurred_at,
      CASE WHEN e.type IN ('impression', 'click') THEN coalesce(e.placement, '') ELSE '' END AS placement,
      coalesce(i.quantity, 1) AS quantity,
      CASE WHEN coalesce(i.currency, e.currency, s.currency) = s.currency
        THEN i.price_minor ELSE 0 END AS price_minor
    FROM events e JOIN shops s ON s.id = e.shop_id
    CROSS JOIN LATERAL (
      SELECT 0 AS line, e.item_id, e.quantity, e.price_minor, e.currency WHERE e.item_id IS NOT NULL
      UNION ALL
      SELECT l.ordinality::integer, l.value ->> 'itemId', (l.value ->> 'quantity')::integer,
        (l.value ->> 'priceMinor')::bigint, l.value ->> 'currency'
      FROM jsonb_array_elements(
        CASE WHEN jsonb_typeof(e.body -> 'lines') = 'array' THEN e.body -> 'lines' ELSE '[]' END
      ) WITH ORDINALITY l
      WHERE l.value ->> 'itemId' IS DISTINCT FROM e.item_id
    ) i
    WHERE e.shop_id = counted_shop AND e.id = ANY (ids)
      AND e.type IN ('impression', 'click', 'view', 'add_to_cart', 'purchase', 'return')
  ), sold AS (
    INSERT INTO sale_lines (shop_id, event_id, line, order_id, product_id, sold_at, quantity, price_minor)
    SELECT counted_shop, event_id, line, order_id, item_id, occurred_at, quantity, coalesce(price_minor, 0)
    FROM items WHERE type = 'purchase'
    RETURNING order_id, product_id, price_minor
  ), returned AS (
    -- A return that tells no price gives back what was paid: in an earlier batch, or in this one.
    SELECT r.event_id, r.line, r.quantity * coalesce(r.price_minor, (
      SELECT paid.price_minor FROM (
        SELECT l.price_minor FROM sale_lines l
        WHERE l.shop_id = counted_shop AND l.order_id = r.order_id AND l.product_id = r.item_id
        UNION ALL
        SELECT sold.price_minor FROM sold WHERE sold.order_id = r.order_id AND sold.product_id = r.item_id
      ) paid LIMIT 1), 0) AS minor
    FROM items r WHERE r.type = 'return'
  )
  INSERT INTO daily_figures AS known (shop_id, day, product_id, placement, impressions, clicks,
      views, carts, returned_units, returned_minor)
    SELECT counted_shop, (i.occurred_at AT TIME ZONE 'UTC')::date, coalesce(i.item_id, ''), i.placement,
      count(*) FILTER (WHERE i.type = 'impression'), count(*) FILTER (WHERE i.type = 'click'),
      count(*) FILTER (WHERE i.type = 'view'), count(*) FILTER (WHERE i.type = 'add_to_cart'),
      coalesce(sum(i.quantity) FILTER (WHERE i.type = 'return'), 0), coalesce(sum(r.minor), 0)
    FROM items i LEFT JOIN returned r USING (event_id, line)
    WHERE i.type <> 'purchase'
    GROUP BY GROUPING SETS ((2, i.item_id, i.placement), (2, i.placement)) ORDER BY 2, 3, 4
    ON CONFLICT (shop_id, day, product_id, placement) DO UPDATE SET
      impressions = known.impressions + excluded.impressions,
      clicks = known.clicks + excluded.clicks,
      views = known.views + excluded.views,
      carts = known.carts + excluded.carts,
      returned_units = known.returned_units + excluded.returned_units,
      returned_minor = known.returned_minor + excluded.returned_minor;
  SELECT slipstream_attribute(counted_shop, ids);
$$;
--> statement-breakpoint
-- The sums of what was counted before.
DO $$
DECLARE
  counted_shop text;
BEGIN
  FOR counted_shop IN SELECT id FROM shops LOOP
    PERFORM set_config('app.shop', counted_shop, true);
    INSERT INTO daily_figures (shop_id, day, product_id, placement, impressions, clicks, views,
        carts, returned_units, returned_minor)
      SELECT shop_id, day, '', placement, sum(impressions), sum(clicks), sum(views), sum(carts),
        sum(returned_units), sum(returned_minor)
      FROM daily_figures WHERE shop_id = counted_shop AND product_id <> '' GROUP BY 1, 2, 4
      ON CONFLICT DO NOTHING;
  END LOOP;
  PERFORM set_config('app.shop', '', true);
END
$$;
