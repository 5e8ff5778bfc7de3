/** The list of products in the area where a page lies: sellers and admins have the same pages. */
export function productsPath(pathname: string): string {
  return pathname.startsWith("/admin") ? "/admin/products" : "/seller/products";
}
