/** Whose pages, and which; the first of a member's is where they land after signing in. */
export const pages: Readonly<Record<string, readonly string[]>> = {
  "": [
    ...["/", "/c/lamps", "/p/pip-pendant-lamp", "/p/pip-pendant-lamp/reviews"],
    ...["/search?q=lamp", "/search?q=nothing-like-it", "/live", "/compare"],
    ...["/compare?items=pip-pendant-lamp,ida-pendant-lamp", "/cart", "/checkout"],
    ...["/cart/with/no-such:1", "/currency", "/privacy", "/login", "/signup", "/forgot"],
    ...["/no-such-page", "/de"],
  ],
  buyer: [
    ...["/account", "/account/orders", "/account/addresses", "/account/security"],
    ...["/account/wishlist", "/account/recently-viewed", "/account/reviews"],
    ...["/account/notices", "/account/privacy"],
  ],
  seller: [
    ...["/seller", "/seller/products", "/seller/products/new", "/seller/products/file"],
    ...["/seller/figures", "/seller/sales", "/seller/payouts"],
  ],
  admin: [
    ...["/admin", "/admin/figures", "/admin/products", "/admin/rules", "/admin/rules/new"],
    ...["/admin/users", "/admin/orders", "/admin/categories", "/admin/payouts"],
    ...["/admin/reviews", "/admin/discounts", "/admin/debugger", "/admin/searches"],
    ...["/admin/synonyms", "/admin/switches", "/admin/settings", "/admin/audit"],
  ],
  ops: [
    ...["/ops", "/ops/system", "/ops/experiments", "/ops/experiments/new", "/ops/models"],
    ...["/ops/drift", "/ops/dead-letters", "/ops/replay", "/ops/traces"],
  ],
};
