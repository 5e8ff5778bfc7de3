CREATE TABLE "daily_figures" (
	"shop_id" text NOT NULL,
	"day" date NOT NULL,
	"product_id" text NOT NULL,
	"placement" text DEFAULT '' NOT NULL,
	"impressions" integer DEFAULT 0 NOT NULL,
	"clicks" integer DEFAULT 0 NOT NULL,
	"views" integer DEFAULT 0 NOT NULL,
	"carts" integer DEFAULT 0 NOT NULL,
	"returned_units" integer DEFAULT 0 NOT NULL,
	"returned_minor" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "daily_figures_shop_id_day_product_id_placement_pk" PRIMARY KEY("shop_id","day","product_id","placement")
);
--> statement-breakpoint
CREATE TABLE "sale_lines" (
	"shop_id" text NOT NULL,
	"event_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"order_id" text,
	"product_id" text NOT NULL,
	"sold_at" timestamp with time zone NOT NULL,
	"quantity" integer NOT NULL,
	"price_minor" bigint NOT NULL,
	"touched_at" timestamp with time zone,
	"request_id" text,
	"placement" text,
	CONSTRAINT "sale_lines_shop_id_event_id_line_pk" PRIMARY KEY("shop_id","event_id","line")
);
--> statement-breakpoint
CREATE INDEX "daily_figures_product" ON "daily_figures" USING btree ("shop_id","product_id","day");--> statement-breakpoint
CREATE INDEX "sale_lines_order" ON "sale_lines" USING btree ("shop_id","order_id");--> statement-breakpoint
CREATE INDEX "sale_lines_sold" ON "sale_lines" USING btree ("shop_id","sold_at");--> statement-breakpoint
CREATE INDEX "sale_lines_product" ON "sale_lines" USING btree ("shop_id","product_id","sold_at");--> statement-breakpoint
SELECT slipstream_protect();
--> statement-breakpoint
-- Gives sale lines to the last rail click on their product within 24 hours before the purchase: lines
-- of purchases among these events, and of those that a click among them may now belong to (browsers
-- send late what they could not send at once). Something put into the cart straight from a rail is a
-- click on it; where a click led to its page first, that click's own time counts.
CREATE FUNCTION slipstream_attribute(counted_shop text, ids uuid[]) RETURNS void LANGUAGE sql AS $$
  WITH fresh AS (
    SELECT id, type, visitor_id, occurred_at, request_id FROM events
    WHERE shop_id = counted_shop AND id = ANY (ids)
      AND (type = 'purchase' OR (type IN ('click', 'add_to_cart') AND request_id IS NOT NULL))
  ), touched AS (
    SELECT id, visitor_id, occurred_at FROM fresh WHERE type = 'purchase'
    UNION
    SELECT p.id, p.visitor_id, p.occurred_at FROM fresh f JOIN events p
      ON p.shop_id = counted_shop AND p.visitor_id = f.visitor_id AND p.type = 'purchase'
      AND p.occurred_at BETWEEN f.occurred_at AND f.occurred_at + interval '24 hours'
    WHERE f.type <> 'purchase'
  ), found AS (
    SELECT s.event_id, s.line, last.occurred_at, last.served, last.placement
    FROM touched t
    JOIN sale_lines s ON s.shop_id = counted_shop AND s.event_id = t.id
    CROSS JOIN LATERAL (
      SELECT e.occurred_at, regexp_replace(e.request_id, '\.[0-9a-f]{12}$', '') AS served,
        coalesce(e.placement, seen.placement, '') AS placement
      FROM events e
      LEFT JOIN LATERAL (
        SELECT i.type, i.placement FROM events i
        WHERE i.shop_id = counted_shop AND i.visitor_id = e.visitor_id AND i.id <> e.id
          AND i.occurred_at <= e.occurred_at AND i.occurred_at > e.occurred_at - interval '7 days'
          AND regexp_replace(i.request_id, '\.[0-9a-f]{12}$', '')
            = regexp_replace(e.request_id, '\.[0-9a-f]{12}$', '')
          AND (i.type = 'impression' OR (i.type = 'click' AND i.item_id = e.item_id))
        ORDER BY i.type LIMIT 1
      ) seen ON e.type = 'add_to_cart'
      WHERE e.shop_id = counted_shop AND e.visitor_id = t.visitor_id AND e.item_id = s.product_id
        AND e.occurred_at BETWEEN t.occurred_at - interval '24 hours' AND t.occurred_at
        AND e.request_id IS NOT NULL
        AND (e.type = 'click' OR (e.type = 'add_to_cart' AND seen.type IS DISTINCT FROM 'click'))
      ORDER BY e.occurred_at DESC, e.stream_sequence DESC LIMIT 1
    ) last
  )
  UPDATE sale_lines s
  SET touched_at = found.occurred_at, request_id = found.served, placement = found.placement
  FROM found
  WHERE s.shop_id = counted_shop AND s.event_id = found.event_id AND s.line = found.line;
$$;
--> statement-breakpoint
-- Counts archived events into daily_figures and sale_lines. Each event must be counted once. The row
-- of no product is the sum of all: figures of the whole shop read a few rows a day.
CREATE FUNCTION slipstream_count_events(counted_shop text, ids uuid[]) RETURNS void LANGUAGE sql AS $$
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
CREATE FUNCTION slipstream_count_new_events() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  counted_shop text;
  ids uuid[];
BEGIN
  FOR counted_shop, ids IN SELECT shop_id, array_agg(id) FROM new_events GROUP BY shop_id LOOP
    PERFORM slipstream_count_events(counted_shop, ids);
  END LOOP;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER count_new_events AFTER INSERT ON events REFERENCING NEW TABLE AS new_events
FOR EACH STATEMENT EXECUTE FUNCTION slipstream_count_new_events();
--> statement-breakpoint
-- What was archived before this table was there.
DO $$
DECLARE
  counted_shop text;
  ids uuid[];
  after bigint;
  last bigint;
BEGIN
  FOR counted_shop IN SELECT id FROM shops LOOP
    PERFORM set_config('app.shop', counted_shop, true);
    after := -1;
    LOOP
      SELECT array_agg(id), max(stream_sequence) INTO ids, last FROM (
        SELECT id, stream_sequence FROM events
        WHERE shop_id = counted_shop AND stream_sequence > after
        ORDER BY stream_sequence LIMIT 10000
      ) page;
      EXIT WHEN ids IS NULL;
      PERFORM slipstream_count_events(counted_shop, ids);
      after := last;
    END LOOP;
  END LOOP;
  PERFORM set_config('app.shop', '', true);
END
$$;
