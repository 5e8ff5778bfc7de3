/** The header whose key makes a request count once, however often it is sent. */
export const IDEMPOTENCY_HEADER = "idempotency-key";
/** `true` on an answer that was given before. */
export const REPLAYED_HEADER = "idempotent-replayed";
