import { z } from "zod";
import {
  type ArmSettings,
  type Arms,
  armOf,
  deviceSchema,
  type ExperimentArm,
  type ExperimentKind,
  INTERLEAVED,
  pointInLayer,
  type Ramp,
  rampShare,
  type Targeting,
} from "./experiments.ts";
import type { Placement } from "./placements.ts";

/** A visitor younger than this is new. */
const NEW_VISITOR_MS = 24 * 3_600_000;

/** An experiment as those who serve rails see it. */
export interface ServedExperiment {
  name: string;
  kind: ExperimentKind;
  layer: string;
  salt: string;
  /** The part of its layer: from here, so much. */
  layerFrom: number;
  layerShare: number;
  arms: readonly ExperimentArm[];
  targeting: Targeting;
  ramp: Ramp;
  startedAtMs: number;
  /** It is over, and this arm's settings hold for everybody. */
  keptArm?: string;
}

/** What is known of who asks, for targeting. */
export const traitsSchema = z.strictObject({
  signedIn: z.boolean(),
  country: z.string().optional(),
  language: z.string().optional(),
  device: deviceSchema.optional(),
});
export type Traits = z.infer<typeof traitsSchema>;

/** What the running experiments make of one rail for one visitor. */
export interface Assignment {
  arms: Arms;
  settings: ArmSettings;
  /** Two rankers that fill this list together, by their arms' names. */
  interleaved?: { experiment: string; arms: readonly [ExperimentArm, ExperimentArm] };
}

export const unassigned: Assignment = Object.freeze({
  arms: Object.freeze({}),
  settings: Object.freeze({}),
});

/** The arms of a visitor at a placement, and the settings that they come to. */
export function assign(
  experiments: readonly ServedExperiment[],
  who: { visitorId: string; traits: Traits; placement: Placement; nowMs: number },
): Assignment {
  const assignment: Assignment = { arms: {}, settings: {} };
  for (const experiment of experiments) {
    if (!isTargeted(experiment.targeting, who)) continue;
    const arm = experiment.keptArm ?? armIn(experiment, who);
    if (arm === undefined) continue;
    if (experiment.keptArm === undefined) assignment.arms[experiment.name] = arm;
    const [first, second] = experiment.arms;
    if (arm === INTERLEAVED && first && second) {
      assignment.interleaved = { experiment: experiment.name, arms: [first, second] };
    }
    const settings = experiment.arms.find(({ name }) => name === arm)?.settings;
    assignment.settings = { ...assignment.settings, ...settings };
  }
  return assignment;
}

/** The arm that a visitor has who is targeted; undefined for one who is not let in. */
function armIn(
  experiment: ServedExperiment,
  { visitorId, nowMs }: { visitorId: string; nowMs: number },
): string | undefined {
  const { layer, salt, layerFrom, layerShare, ramp, startedAtMs, kind, arms } = experiment;
  const point = pointInLayer(layer, visitorId) - layerFrom;
  if (point < 0 || point >= layerShare * rampShare(ramp, startedAtMs, nowMs)) return undefined;
  return kind === "interleaved" ? INTERLEAVED : armOf({ visitorId, layer, salt, arms });
}

/** Of the arms that a page says its rail had: those that it can have had, and their propensities. */
export function trueArms(
  experiments: readonly ServedExperiment[],
  claimed: Arms,
  who: { visitorId: string; nowMs: number },
): { arms: Arms; propensities: Record<string, number> } {
  const arms: Arms = {};
  const propensities: Record<string, number> = {};
  for (const experiment of experiments) {
    const said = claimed[experiment.name];
    if (said === undefined || experiment.keptArm !== undefined) continue;
    const own = armIn(experiment, who);
    // Of an interleaved list each item is the choice of one of the two.
    const isTeam = own === INTERLEAVED && experiment.arms.some(({ name }) => name === said);
    if (own !== said && !isTeam) continue;
    arms[experiment.name] = said;
    const share = experiment.arms.find(({ name }) => name === said)?.share;
    if (experiment.kind === "adaptive" && share !== undefined)
      propensities[experiment.name] = share;
  }
  return { arms, propensities };
}

function isTargeted(
  targeting: Targeting,
  who: { visitorId: string; traits: Traits; placement: Placement; nowMs: number },
): boolean {
  const { placements, signedIn, visitors, countries, languages, devices } = targeting;
  const { traits } = who;
  return (
    placements.includes(who.placement) &&
    (signedIn === undefined || signedIn === traits.signedIn) &&
    (visitors === undefined || (visitors === "new") === isNew(who.visitorId, who.nowMs)) &&
    isAmong(countries, traits.country) &&
    isAmong(languages, traits.language) &&
    isAmong(devices, traits.device)
  );
}

function isAmong<T>(wanted: readonly T[] | undefined, value: T | undefined): boolean {
  if (wanted === undefined || wanted.length === 0) return true;
  return value !== undefined && wanted.includes(value);
}

/** Visitors' ids are of version 7: they begin with the time when they were given. */
function isNew(visitorId: string, nowMs: number): boolean {
  const givenAt = Number.parseInt(visitorId.replaceAll("-", "").slice(0, 12), 16);
  return nowMs - givenAt < NEW_VISITOR_MS;
}
