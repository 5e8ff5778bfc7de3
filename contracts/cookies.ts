/**
 * Cookies that the edge sets. Free of dependencies: the shop's own bundles read the consent.
 */

/** The visitor: `<id>.<hex HMAC>`, HttpOnly. Prefixed `__Host-` where the connection is secure. */
export const VISITOR_COOKIE = "slipstream-visitor";
/** `granted` or `denied`; absent while unanswered. Readable by the page: it decides on the bar. */
export const CONSENT_COOKIE = "slipstream-consent";
/** The browser's cart: strictly necessary, so it is there without consent. */
export const CART_COOKIE = "slipstream-cart";
/** The access token, HttpOnly. Prefixed `__Host-` where the connection is secure. */
export const ACCESS_COOKIE = "slipstream-access";
/** The refresh token, HttpOnly. Prefixed `__Host-` where the connection is secure. */
export const REFRESH_COOKIE = "slipstream-refresh";
/** `1` while somebody is signed in. Readable by the page: cached ones know nobody, and ask. */
export const MEMBER_COOKIE = "slipstream-member";
/** Another currency that sums are shown in as well. Readable by the page. */
export const CURRENCY_COOKIE = "slipstream-currency";
/** The language that somebody chose by hand. */
export const LANGUAGE_COOKIE = "slipstream-language";
