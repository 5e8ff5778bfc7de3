/**
 * Cookies that the edge sets. Free of dependencies: the shop's own bundles read the consent.
 */

/** The visitor: `<id>.<hex HMAC>`, HttpOnly. Prefixed `__Host-` where the connection is secure. */
export const VISITOR_COOKIE = "slipstream-visitor";
/** `granted` or `denied`; absent while unanswered. Readable by the page: it decides on the bar. */
export const CONSENT_COOKIE = "slipstream-consent";
