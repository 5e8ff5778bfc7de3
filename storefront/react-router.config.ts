import type { Config } from "@react-router/dev/config";

export default {
  ssr: true,
  // The whole manifest weighs 6 kB: a page's script takes only what its own links lead to.
  routeDiscovery: { mode: "lazy" },
} satisfies Config;
