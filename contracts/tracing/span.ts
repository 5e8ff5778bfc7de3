import { z } from "zod";

/** The processes that make spans: `service.name`. */
const services = ["browser", "edge", "stream", "model-server"] as const;
export type Service = (typeof services)[number];

/**
 * One span, known when it has ended. No name, value or id in it says who the visitor was. Times are
 * epoch milliseconds with fractions.
 */
export const spanSchema = z.object({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  service: z.enum(services),
  /** As in OpenTelemetry: what it was to the others. */
  kind: z.enum(["internal", "server", "client", "producer", "consumer"]),
  name: z.string().max(80),
  startMs: z.number(),
  endMs: z.number(),
  shop: z.string(),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});
export type Span = z.infer<typeof spanSchema>;
