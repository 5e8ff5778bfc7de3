import { z } from "zod";
import { PARTITIONS } from "./limits.ts";

/** The key-value bucket in which every stream processor that lives has an entry, under its id. */
export const MEMBER_BUCKET = "processors";

/** A stream processor, as its entry tells: renewed while it lives, gone a lease's life after that. */
export const memberSchema = z.object({
  /** Also what its leases say; made of what a key of NATS may have. */
  id: z.string().regex(/^[-/_=.a-zA-Z0-9]+$/),
  /** Where it answers `/health`, `/metrics` and `/status`. */
  host: z.string(),
  port: z.number().int(),
  /** Milliseconds since 1970. */
  startedAt: z.number(),
  /** What it holds, ascending. */
  partitions: z.array(
    z
      .number()
      .int()
      .min(0)
      .max(PARTITIONS - 1),
  ),
});
export type Member = z.infer<typeof memberSchema>;

/**
 * The NATS subject under which a processor takes orders to forget people, answered when done. One
 * token, whatever the id has in it: rights are given for `processors.forget.*`.
 */
export function forgetRequestSubject(memberId: string): string {
  return `processors.forget.${memberId.replaceAll(".", "_")}`;
}
