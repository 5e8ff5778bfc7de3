import type { modelStage } from "@slipstream/migrations/schema";
import { RegistryError } from "./registry-error.ts";

export type ModelStage = (typeof modelStage.enumValues)[number];

/**
 * Which stages a model can go to from each. A champion leaves by being retired, itself or by the
 * next one; a retired model comes back as champion when its successor disappoints.
 */
const ways: Readonly<Record<ModelStage, readonly ModelStage[]>> = {
  candidate: ["shadow", "canary", "champion", "retired"],
  shadow: ["candidate", "canary", "champion", "retired"],
  canary: ["candidate", "shadow", "canary", "champion", "retired"],
  champion: ["retired"],
  retired: ["candidate", "shadow", "canary", "champion"],
};

/** @throws RegistryError `stage_not_reachable` */
export function checkWay(from: ModelStage, to: ModelStage): void {
  if (ways[from].includes(to)) return;
  throw new RegistryError(
    "stage_not_reachable",
    `no way leads from ${from} to ${to}, only to ${ways[from].join(", ")}`,
  );
}

/** The share of requests that a model of this stage answers. @throws RegistryError `invalid_share` */
export function shareOf(stage: ModelStage, wanted: number | undefined): number {
  if (stage !== "canary") {
    if (wanted === undefined) return stage === "champion" ? 1 : 0;
    throw new RegistryError("invalid_share", `only a canary has a share to choose, no ${stage}`);
  }
  if (wanted !== undefined && wanted > 0 && wanted < 1) return wanted;
  throw new RegistryError("invalid_share", "a canary needs a share between 0 and 1");
}
