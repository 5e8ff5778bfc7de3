/**
 * RFC 9457 problem documents. The code is the stable part: clients switch on it, texts may change.
 * Free of dependencies.
 */
export const problems = {
  bad_json: { status: 400, title: "The body is not valid JSON" },
  invalid_request: { status: 400, title: "The request does not fit its schema" },
  unknown_shop: { status: 404, title: "No shop answers at this host name" },
  unknown_product: { status: 404, title: "There is no such product" },
  unknown_category: { status: 404, title: "There is no such category" },
  not_found: { status: 404, title: "There is nothing at this address" },
  method_not_allowed: { status: 405, title: "This method is not allowed here" },
  unsupported_media_type: { status: 415, title: "The body must be application/json" },
  body_too_large: { status: 413, title: "The body is too large" },
  batch_too_large: { status: 413, title: "The batch holds too many events" },
  sign_in_required: { status: 401, title: "Please sign in" },
  wrong_credentials: { status: 401, title: "This email and password do not go together" },
  session_expired: { status: 401, title: "Your session has ended; please sign in again" },
  forbidden: { status: 403, title: "You may not do this" },
  unknown_order: { status: 404, title: "There is no such order" },
  unknown_cart: { status: 404, title: "There is no such cart" },
  unknown_variant: { status: 404, title: "There is no such variant" },
  out_of_stock: { status: 409, title: "There is not enough of it in stock" },
  conflict: { status: 409, title: "Somebody else has changed this in the meantime" },
  wrong_state: { status: 409, title: "This cannot be done in the present state" },
  idempotency_key_missing: { status: 400, title: "This request needs an Idempotency-Key" },
  idempotency_key_reused: { status: 422, title: "This Idempotency-Key came with another request" },
  idempotency_in_progress: { status: 409, title: "The same request is still being worked on" },
  payment_declined: { status: 402, title: "The payment was declined" },
  invalid_events: { status: 422, title: "Some events do not fit the schema; none was taken" },
  event_type_not_allowed: { status: 403, title: "This type of event needs an API key" },
  unknown_items: { status: 422, title: "Some events speak of products that are not in the shop" },
  missing_visitor: { status: 401, title: "There is no visitor cookie" },
  forged_visitor: { status: 401, title: "The visitor cookie is not ours" },
  invalid_api_key: { status: 401, title: "The API key is unknown or revoked" },
  missing_scope: { status: 403, title: "The API key lacks the scope for this" },
  consent_required: { status: 403, title: "The visitor has not agreed to be followed" },
  origin_not_allowed: { status: 403, title: "Requests from this origin are not allowed" },
  invalid_signature: { status: 401, title: "The signature is missing, wrong or too old" },
  upgrade_required: { status: 426, title: "This address speaks WebSocket" },
  outbox_full: { status: 429, title: "The outbox is full; try again soon" },
  rate_limited: { status: 429, title: "Too many requests; try again soon" },
  database_unavailable: { status: 503, title: "The shop's database does not answer" },
  model_unavailable: { status: 503, title: "The model server does not answer" },
  hub_unavailable: { status: 503, title: "The event hub does not answer; try again soon" },
  internal_error: { status: 500, title: "Something went wrong on our side" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;

/** One fault within a request: where, and what to do. */
export interface ProblemIssue {
  path: string;
  message: string;
}

/** An RFC 9457 problem document, as sent with `application/problem+json`. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  detail?: string;
  issues?: ProblemIssue[];
}

/** An error that becomes a problem document. `retryAfterSeconds` becomes Retry-After. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly code: ProblemCode;
  readonly issues: ProblemIssue[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ProblemCode,
    options: {
      detail?: string;
      issues?: ProblemIssue[];
      retryAfterSeconds?: number;
      cause?: unknown;
    } = {},
  ) {
    super(options.detail ?? problems[code].title, { cause: options.cause });
    this.code = code;
    this.issues = options.issues;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get status(): number {
    return problems[this.code].status;
  }

  toDocument(): ProblemDocument {
    const { status, title } = problems[this.code];
    return {
      type: `/problems/${this.code}`,
      title,
      status,
      code: this.code,
      ...(this.message === title ? {} : { detail: this.message }),
      ...(this.issues ? { issues: this.issues } : {}),
    };
  }
}
