import { catalogueRoutes } from "../routes/catalogue.ts";
import { consentRoutes } from "../routes/consent.ts";
import { operationsRoutes } from "../routes/operations.ts";
import { problemRoutes } from "../routes/problem-pages.ts";
import { recommendationRoutes } from "../routes/recommendations.ts";
import { area } from "./area.ts";

/** Every area of the API, one line each; their joint type is what the typed client knows. */
export const areas = area()
  .route("/", operationsRoutes)
  .route("/", catalogueRoutes)
  .route("/", recommendationRoutes)
  .route("/", consentRoutes)
  .route("/", problemRoutes);

export type AppType = typeof areas;
