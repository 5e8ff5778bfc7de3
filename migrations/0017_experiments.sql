CREATE TABLE "experiment_looks" (
	"shop_id" text NOT NULL,
	"experiment_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"result" jsonb NOT NULL,
	CONSTRAINT "experiment_looks_experiment_id_at_pk" PRIMARY KEY("experiment_id","at")
);
--> statement-breakpoint
ALTER TABLE "experiments" ADD COLUMN "kind" text DEFAULT 'fixed' NOT NULL;--> statement-breakpoint
ALTER TABLE "experiments" ADD COLUMN "hypothesis" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "experiments" ADD COLUMN "metric" text DEFAULT 'click_through' NOT NULL;--> statement-breakpoint
ALTER TABLE "experiments" ADD COLUMN "effect" double precision DEFAULT 0.05 NOT NULL;--> statement-breakpoint
ALTER TABLE "experiments" ADD COLUMN "layer_from" double precision DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "experiments" ADD COLUMN "layer_share" double precision DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "experiments" ADD COLUMN "ramp" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "experiments" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "experiments" ADD COLUMN "kept" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "propensity" double precision;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "last_session_id" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "sessions" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "impressions" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "clicks" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "carts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "orders" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "revenue_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "took_ms" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "timed" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "first_credits" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "second_credits" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "clicks_before" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "carts_before" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "orders_before" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "exposures" ADD COLUMN "revenue_before_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "experiment_looks" ADD CONSTRAINT "experiment_looks_experiment_id_experiments_id_fk" FOREIGN KEY ("experiment_id") REFERENCES "public"."experiments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "exposures_visitor" ON "exposures" USING btree ("shop_id","visitor_id");--> statement-breakpoint
SELECT slipstream_protect();
--> statement-breakpoint
-- Of archived events that are new: writes down who was shown which arm, the first time that it was
-- seen, with what is known of the visitor from 30 days before; and counts what those do who were. Each
-- event must be counted once. Arms are those of the rail that was seen or clicked.
CREATE FUNCTION slipstream_count_exposures(counted_shop text, ids uuid[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO exposures (shop_id, experiment_id, visitor_id, arm, propensity, first_shown_at,
      clicks_before, carts_before, orders_before, revenue_before_minor)
    SELECT counted_shop, shown.experiment_id, shown.visitor_id, shown.arm, shown.propensity,
      shown.occurred_at, past.clicks, past.carts, past.orders, past.revenue
    FROM (
      SELECT DISTINCT ON (x.id, e.visitor_id) x.id AS experiment_id, e.visitor_id,
        arms.value AS arm, (e.body -> 'propensities' ->> x.name)::double precision AS propensity,
        e.occurred_at
      FROM events e
      CROSS JOIN LATERAL jsonb_each_text(
        CASE WHEN jsonb_typeof(e.body -> 'arms') = 'object' THEN e.body -> 'arms' ELSE '{}' END
      ) arms
      JOIN experiments x ON x.shop_id = counted_shop AND x.name = arms.key
        AND x.state IN ('running', 'paused') AND x.started_at <= e.occurred_at
        AND CASE WHEN x.kind = 'interleaved' THEN arms.value = 'interleaved'
          ELSE x.arms @> jsonb_build_array(jsonb_build_object('name', arms.value)) END
      WHERE e.shop_id = counted_shop AND e.id = ANY (ids) AND e.type = 'impression'
      ORDER BY x.id, e.visitor_id, e.stream_sequence
    ) shown
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE p.type = 'click') AS clicks,
        count(*) FILTER (WHERE p.type = 'add_to_cart') AS carts,
        count(*) FILTER (WHERE p.type = 'purchase') AS orders,
        coalesce(sum((
          SELECT sum(s.quantity * s.price_minor) FROM sale_lines s
          WHERE s.shop_id = counted_shop AND s.event_id = p.id
        )) FILTER (WHERE p.type = 'purchase'), 0) AS revenue
      FROM events p
      WHERE p.shop_id = counted_shop AND p.visitor_id = shown.visitor_id
        AND p.occurred_at < shown.occurred_at
        AND p.occurred_at > shown.occurred_at - interval '30 days'
        AND p.type IN ('click', 'add_to_cart', 'purchase')
    ) past
    ON CONFLICT (experiment_id, visitor_id) DO NOTHING;
  WITH done AS (
    SELECT x.experiment_id, x.visitor_id, e.type, e.item_id, e.body,
      e.session_id, e.session_id <> x.last_session_id AS other_session, e.stream_sequence,
      coalesce(e.body -> 'arms' ->> d.name = x.arm, false) AS of_arm,
      d.kind = 'interleaved' AND e.body -> 'arms' ->> d.name = d.arms -> 0 ->> 'name' AS of_first,
      d.kind = 'interleaved' AND e.body -> 'arms' ->> d.name = d.arms -> 1 ->> 'name' AS of_second,
      CASE WHEN e.type = 'purchase' THEN (
        SELECT sum(s.quantity * s.price_minor) FROM sale_lines s
        WHERE s.shop_id = counted_shop AND s.event_id = e.id
      ) END AS revenue
    FROM events e
    JOIN exposures x ON x.shop_id = counted_shop AND x.visitor_id = e.visitor_id
      AND x.first_shown_at <= e.occurred_at
    JOIN experiments d ON d.id = x.experiment_id AND d.state IN ('running', 'paused')
    WHERE e.shop_id = counted_shop AND e.id = ANY (ids)
  ), sums AS (
    SELECT experiment_id, visitor_id,
      (array_agg(session_id ORDER BY stream_sequence DESC))[1] AS last_session_id,
      count(DISTINCT session_id) FILTER (WHERE other_session) AS sessions,
      coalesce(sum(CASE WHEN jsonb_typeof(body -> 'lines') = 'array'
        THEN jsonb_array_length(body -> 'lines') WHEN item_id IS NOT NULL THEN 1 ELSE 0 END)
        FILTER (WHERE type = 'impression' AND of_arm), 0) AS impressions,
      count(*) FILTER (WHERE type = 'click' AND (of_arm OR of_first OR of_second)) AS clicks,
      count(*) FILTER (WHERE type = 'click' AND of_first) AS first_credits,
      count(*) FILTER (WHERE type = 'click' AND of_second) AS second_credits,
      count(*) FILTER (WHERE type = 'add_to_cart') AS carts,
      count(*) FILTER (WHERE type = 'purchase') AS orders,
      coalesce(sum(revenue), 0) AS revenue,
      coalesce(sum((body ->> 'tookMs')::integer) FILTER (WHERE type = 'impression' AND of_arm), 0)
        AS took_ms,
      count(body ->> 'tookMs') FILTER (WHERE type = 'impression' AND of_arm) AS timed
    FROM done GROUP BY 1, 2
  )
  UPDATE exposures x SET
    last_session_id = sums.last_session_id,
    sessions = x.sessions + sums.sessions,
    impressions = x.impressions + sums.impressions,
    clicks = x.clicks + sums.clicks,
    first_credits = x.first_credits + sums.first_credits,
    second_credits = x.second_credits + sums.second_credits,
    carts = x.carts + sums.carts,
    orders = x.orders + sums.orders,
    revenue_minor = x.revenue_minor + sums.revenue,
    took_ms = x.took_ms + sums.took_ms,
    timed = x.timed + sums.timed
  FROM sums WHERE x.experiment_id = sums.experiment_id AND x.visitor_id = sums.visitor_id;
$$;
--> statement-breakpoint
CREATE FUNCTION slipstream_expose_new_events() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  counted_shop text;
  ids uuid[];
BEGIN
  FOR counted_shop, ids IN SELECT shop_id, array_agg(id) FROM new_events GROUP BY shop_id LOOP
    -- Most batches are of shops where nothing is tried out.
    IF EXISTS (SELECT FROM experiments
        WHERE shop_id = counted_shop AND state IN ('running', 'paused')) THEN
      PERFORM slipstream_count_exposures(counted_shop, ids);
    END IF;
  END LOOP;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- After count_new_events, by its name: what was sold is known then.
CREATE TRIGGER expose_new_events AFTER INSERT ON events REFERENCING NEW TABLE AS new_events
FOR EACH STATEMENT EXECUTE FUNCTION slipstream_expose_new_events();
