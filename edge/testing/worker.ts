import { app } from "../app.ts";

export { SessionHub } from "../hub/session-hub.ts";

/** The worker as tests run it: API and hub, without the pages' build. */
export default { fetch: app.fetch };
