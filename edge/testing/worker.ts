import { app } from "../app.ts";

export { SessionHub } from "../hub/session-hub.ts";
export { EdgeMetrics } from "../metrics/edge-metrics.ts";

/** The worker as tests run it: API and hub, without the pages' build. */
export default { fetch: app.fetch };
