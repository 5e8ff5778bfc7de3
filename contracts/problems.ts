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
  password_too_short: { status: 422, title: "The password is too short" },
  password_too_long: { status: 422, title: "The password is too long" },
  email_taken: { status: 409, title: "There is an account with this address already" },
  account_disabled: { status: 403, title: "This account is closed" },
  wrong_password: { status: 422, title: "This is not your password" },
  wrong_code: { status: 422, title: "This code is wrong, or was used already" },
  link_expired: { status: 410, title: "This link was used already, or is too old" },
  unknown_address: { status: 404, title: "There is no such address" },
  too_many_addresses: { status: 409, title: "There are too many addresses" },
  unknown_session: { status: 404, title: "There is no such session" },
  unknown_api_key: { status: 404, title: "There is no such API key" },
  forbidden: { status: 403, title: "You may not do this" },
  unknown_order: { status: 404, title: "There is no such order" },
  unknown_cart: { status: 404, title: "There is no such cart" },
  unknown_review: { status: 404, title: "There is no such review" },
  purchase_required: { status: 403, title: "Only those who bought it here can review it" },
  own_review: { status: 403, title: "This review is your own" },
  unknown_notice: { status: 404, title: "There is no such notice" },
  already_so: { status: 409, title: "It is so already" },
  wishlist_full: { status: 409, title: "The wishlist is full" },
  orders_under_way: { status: 409, title: "Orders are still under way to you" },
  unknown_receipt: { status: 404, title: "There is no such receipt" },
  slug_taken: { status: 409, title: "Another product has this address" },
  sku_taken: { status: 409, title: "Another variant has this article number" },
  stock_below_reserved: { status: 409, title: "More of it is reserved than would be left" },
  not_ready: { status: 409, title: "Something is missing before it can be shown" },
  category_not_empty: { status: 409, title: "There is still something in this category" },
  category_cycle: { status: 409, title: "A category cannot lie below itself" },
  category_too_deep: { status: 409, title: "The tree of categories would become too deep" },
  unsupported_image: { status: 415, title: "Pictures must be JPEG, PNG, WebP or AVIF" },
  unreadable_image: { status: 422, title: "This picture cannot be read" },
  unknown_image: { status: 422, title: "There is no such uploaded picture" },
  too_many_uploads: { status: 429, title: "You have uploaded many pictures today; go on tomorrow" },
  unknown_variant: { status: 404, title: "There is no such variant" },
  out_of_stock: { status: 409, title: "There is not enough of it in stock" },
  empty_cart: { status: 409, title: "The cart is empty" },
  cart_full: { status: 409, title: "The cart holds as many different things as it can" },
  price_changed: { status: 409, title: "The total has changed; please look at it again" },
  invalid_discount: { status: 409, title: "The discount code does not hold any more" },
  unknown_shipping_method: { status: 422, title: "This way of delivery is not to be had there" },
  conflict: { status: 409, title: "Somebody else has changed this in the meantime" },
  wrong_state: { status: 409, title: "This cannot be done in the present state" },
  idempotency_key_missing: { status: 400, title: "This request needs an Idempotency-Key" },
  idempotency_key_reused: { status: 422, title: "This Idempotency-Key came with another request" },
  idempotency_in_progress: { status: 409, title: "The same request is still being worked on" },
  already_done: {
    status: 409,
    title: "This was done before, but its answer was lost on the way; look at what there is now",
  },
  payment_unavailable: {
    status: 503,
    title: "The payment provider does not answer; nothing was charged",
  },
  unknown_payment_provider: { status: 404, title: "There is no such payment provider" },
  unknown_payment: { status: 404, title: "There is no such payment" },
  unknown_return: { status: 404, title: "There is no such return" },
  unknown_shipment: { status: 404, title: "There is no such parcel" },
  unknown_seller: { status: 404, title: "There is no such seller" },
  refund_too_large: { status: 422, title: "More would be given back than was paid" },
  payout_too_large: { status: 422, title: "More would be paid out than is owed" },
  payment_declined: { status: 402, title: "The payment was declined" },
  unknown_user: { status: 404, title: "There is no such account" },
  last_admin: { status: 409, title: "The shop needs an admin; this is the last one" },
  unknown_experiment: { status: 404, title: "There is no such experiment" },
  name_taken: { status: 409, title: "There is an experiment with this name already" },
  layer_full: { status: 409, title: "The layer has no such part left for another experiment" },
  experiments_overlap: {
    status: 409,
    title: "Another running experiment has a say in the same thing of the same rail",
  },
  unknown_discount: { status: 404, title: "There is no such discount" },
  code_taken: { status: 409, title: "There is a discount with this code already" },
  discount_used: {
    status: 409,
    title: "Orders were made with this discount; switch it off instead",
  },
  unknown_rule: { status: 404, title: "There is no such rule" },
  too_many_rules: { status: 409, title: "The shop has as many rules as it can" },
  unknown_model: { status: 404, title: "There is no such model" },
  stage_not_reachable: { status: 409, title: "No way leads to this stage from the present one" },
  nothing_to_roll_back: { status: 409, title: "There is neither a canary nor a champion" },
  unknown_switch: { status: 404, title: "There is no such switch" },
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
  stream_unavailable: { status: 503, title: "The stream processor does not answer" },
  model_unavailable: { status: 503, title: "The model server does not answer" },
  traces_unavailable: { status: 503, title: "The traces cannot be read: Redis does not answer" },
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
