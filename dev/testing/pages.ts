/** Pages that need no account; `product` is the path of one, `other` the slug of another. */
export function strangersPages(product: string, other: string): readonly string[] {
  return [
    ...["/", product, `${product}/reviews`, "/c/lamps", "/search?q=lamp"],
    ...["/search?q=nothing-like-it", "/cart", "/checkout", "/live", "/compare"],
    ...[`/compare?items=${other},${product.slice("/p/".length)}`, "/cart/with/no-such:1"],
    ...["/currency", "/privacy", "/login", "/signup", "/forgot", "/no-such-page"],
  ];
}

/** Whose pages, and which; the first of a member's is where they land after signing in. */
export const pagesOf: Readonly<Record<string, readonly string[]>> = {
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
    ...["/admin", "/admin/figures", "/admin/rules", "/admin/rules/new"],
    ...["/admin/users", "/admin/orders", "/admin/categories", "/admin/payouts"],
    ...["/admin/reviews", "/admin/discounts", "/admin/debugger", "/admin/searches"],
    ...["/admin/synonyms", "/admin/switches", "/admin/settings", "/admin/audit"],
  ],
  ops: [
    ...["/ops", "/ops/system", "/ops/experiments", "/ops/experiments/new", "/ops/models"],
    ...["/ops/drift", "/ops/dead-letters", "/ops/replay", "/ops/traces"],
  ],
};
