import { createRequestHandler } from "react-router";

const handle = createRequestHandler(() => import("virtual:react-router/server-build"));

/** The floor that the shop's pages are measured against: React Router and React alone. */
export default {
  fetch: (request) => handle(request),
};
