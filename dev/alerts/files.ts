import { type Dashboard, grafanaModel } from "./dashboards/dashboard.ts";
import { edgeDashboard } from "./dashboards/edge.ts";
import { modelDashboard } from "./dashboards/models.ts";
import { streamDashboard } from "./dashboards/stream.ts";
import { rulesFile, testsFile } from "./rules.ts";

export const dashboards: readonly Dashboard[] = [streamDashboard, edgeDashboard, modelDashboard];

/** What is made of the definitions: path from the project's folder, to content. */
export function generatedFiles(): ReadonlyMap<string, string> {
  return new Map([
    ["deploy/alerts/rules.yaml", rulesFile()],
    ["deploy/alerts/tests.yaml", testsFile()],
    ...dashboards.map((dashboard): [string, string] => [
      `deploy/grafana/dashboards/${dashboard.uid}.json`,
      `${JSON.stringify(grafanaModel(dashboard), undefined, 2)}\n`,
    ]),
  ]);
}
