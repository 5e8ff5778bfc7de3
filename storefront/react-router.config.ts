import type { Config } from "@react-router/dev/config";

export default {
  ssr: true,
  // Every route is a few hundred bytes of manifest: cheaper than a request for each discovery.
  routeDiscovery: { mode: "initial" },
} satisfies Config;
