ALTER TABLE "exposures" ADD COLUMN "stand_ins" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- Of archived events that are new: writes down who was shown which arm, the first time that it was
-- seen, with what is known of the visitor from 30 days before; and counts what those do who were. Each
-- event must be counted once. Arms are those of the rail that was seen or
-- clicked; `standIn`: another ranker than the arm's ordered it, which is told of arms that name one.
CREATE OR REPLACE FUNCTION slipstream_count_exposures(counted_shop text, ids uuid[]) RETURNS void LANGUAGE sql AS $$
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
      d.kind = 'interleaved' OR jsonb_path_exists(d.arms,
        '$[*] ? (@.name == $arm && exists(@.settings.ranker))', jsonb_build_object('arm', x.arm))
        AS names_ranker,
      d.kind = 'interleaved' AND e.body -> 'arms' ->> d.name = d.arms -> 0 ->> 'name' AS of_first,
      d.kind = 'interleaved' AND e.body -> 'arms' ->> d.name = d.arms -> 1 ->> 'name' AS of_second,
      CASE WHEN jsonb_typeof(e.body -> 'lines') = 'array' THEN jsonb_array_length(e.body -> 'lines')
        WHEN e.item_id IS NOT NULL THEN 1 ELSE 0 END AS cards,
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
      coalesce(sum(cards) FILTER (WHERE type = 'impression' AND of_arm), 0) AS impressions,
      coalesce(sum(cards) FILTER (WHERE type = 'impression' AND of_arm AND names_ranker
        AND body -> 'standIn' = 'true'), 0) AS stand_ins,
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
    stand_ins = x.stand_ins + sums.stand_ins,
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
