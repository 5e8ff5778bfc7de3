import { index, type RouteConfig, route } from "@react-router/dev/routes";

export default [
  index("routes/home.tsx"),
  route("c/:slug", "routes/category.tsx"),
  route("p/:slug", "routes/product.tsx"),
  route("search", "routes/search.tsx"),
  route("privacy", "routes/privacy.tsx"),
  route("ops", "routes/ops.tsx"),
  route("media/drawn/*", "routes/drawn.ts"),
  route("robots.txt", "routes/robots.ts"),
  route("sitemap.xml", "routes/sitemap-index.ts"),
  route("sitemap/:part", "routes/sitemap-part.ts"),
  route("*", "routes/not-found.tsx"),
] satisfies RouteConfig;
