import { z } from "zod";

const count = (fallback: number) => z.coerce.number().int().positive().default(fallback);

/** The plain variables of the worker, and what they are when nothing is said. */
export const settingsSchema = z
  .object({
    NATS_WS_URL: z.url({ protocol: /^wss?$/ }),
    UPSTASH_REDIS_REST_URL: z.url(),
    UPSTASH_REDIS_REST_TOKEN: z.string().min(1),
    MODEL_SERVER_URL: z.url(),
    STREAM_URL: z.url(),
    INTERNAL_SECRET: z.string().min(16),
    COOKIE_SECRET: z.string().min(16),
    /** Seals signing keys and the like, and derives refresh tokens. */
    AUTH_SECRET: z.string().min(16),
    LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
    /** Origins, besides the shop's own hosts, that may call the API from a browser. */
    ALLOWED_ORIGINS: z
      .string()
      .default("")
      .transform((list) => new Set(list.split(",").map((origin) => origin.trim()))),
    /** Events that one hub shard keeps while NATS is away, before it answers 429. */
    OUTBOX_MAX_ROWS: count(50_000),
    /** Bytes of them. */
    OUTBOX_MAX_BYTES: count(64 * 1024 * 1024),
    /** How long a page waits for a rail. */
    RECOMMEND_DEADLINE_MS: count(150),
    /** How long the hub waits for a rail that it pushes. */
    PUSH_DEADLINE_MS: count(250),
    /** Requests with events that one visitor may send in ten seconds. */
    EVENT_REQUESTS_PER_10_SECONDS: count(200),
    /**
     * What one visitor may teach of one item in a day, in product views, by pages and by carts each:
     * what is more is no lesson.
     */
    TAUGHT_PER_ITEM_PER_DAY: count(3),
    /** How often a day one visitor may tell of interest at all; what is more is ignored. */
    TOLD_PER_VISITOR_PER_DAY: count(2_000),
    /** Requests with events that may come from one address in ten seconds. */
    EVENT_REQUESTS_PER_ADDRESS_PER_10_SECONDS: count(2_000),
    /** Changes of carts that may come from one address in ten minutes. */
    CART_CHANGES_PER_ADDRESS_PER_10_MINUTES: count(6_000),
    /** Choices about consent that may come from one address in ten seconds. */
    CONSENT_REQUESTS_PER_10_SECONDS: count(300),
    /** Requests of the page that shows the loop that may come from one address in ten seconds. */
    LIVE_REQUESTS_PER_10_SECONDS: count(600),
    /** Tries to sign in to one account in ten minutes; one address has ten times as many. */
    SIGN_IN_TRIES_PER_10_MINUTES: count(10),
    /** New accounts from one address in an hour. */
    SIGN_UPS_PER_HOUR: count(60),
    /**
     * `http`: letters are posted. `outbox`: none is sent, and admins read them at /dev/mail, so this
     * is for work on the shop alone, and nobody has it without having said so.
     */
    MAIL_PROVIDER: z.enum(["outbox", "http"], {
      error: "say http, or outbox where no letter is to reach anybody",
    }),
    /** Where letters are posted, as JSON; the bearer token; and whom they come from. */
    MAIL_HTTP_URL: z.url().optional(),
    MAIL_HTTP_TOKEN: z.string().min(1).optional(),
    MAIL_FROM: z.string().min(3).optional(),
    /** Where spans go (OTLP over HTTP), and headers for it; without it, only to the page of traces. */
    OTEL_EXPORTER_OTLP_ENDPOINT: z.union([z.literal(""), z.url()]).optional(),
    OTEL_EXPORTER_OTLP_HEADERS: z.string().default(""),
    /** Share of requests with events that are traced from their head. */
    OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(0.01),
    /** A rail that was pushed later after its event is traced as far as that is still possible. */
    TRACE_SLOW_MS: count(250),
    /** How browsers reach this installation: letters of the clock's take protocol and port of it. */
    EDGE_URL: z.url().optional(),
    /** Stripe takes the payments when all three are set. */
    STRIPE_SECRET_KEY: z.string().optional(),
    STRIPE_PUBLISHABLE_KEY: z.string().optional(),
    STRIPE_WEBHOOK_SECRET: z.string().optional(),
    /**
     * `on`: without Stripe's keys the built-in test provider takes orders, for which no money moves.
     * `off`: nobody can order then.
     */
    TEST_PAYMENTS: z.enum(["on", "off"]).default("off"),
    /** Another address than Stripe's own; for tests. */
    STRIPE_API_URL: z.union([z.literal(""), z.url()]).optional(),
  })
  .refine((all) => all.MAIL_PROVIDER === "outbox" || isComplete(all), {
    path: ["MAIL_PROVIDER"],
    error: "http needs MAIL_HTTP_URL, MAIL_HTTP_TOKEN, MAIL_FROM",
  });

function isComplete(
  all: Partial<Record<"MAIL_HTTP_URL" | "MAIL_HTTP_TOKEN" | "MAIL_FROM", string>>,
) {
  return Boolean(all.MAIL_HTTP_URL && all.MAIL_HTTP_TOKEN && all.MAIL_FROM);
}
