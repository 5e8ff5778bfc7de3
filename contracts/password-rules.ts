/** What a password must be. Free of dependencies: the shop's own bundles read it. */

/** In characters. */
export const MIN_PASSWORD_LENGTH = 10;
/** In bytes of UTF-8: bcrypt reads no further. */
export const MAX_PASSWORD_BYTES = 72;
