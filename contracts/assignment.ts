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
  type ShareSteps,
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
  /** How the shares came to be what they are; empty where they never changed. */
  shareSteps: ShareSteps;
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
  /** Everybody gets these settings here. */
  isForAll: boolean;
  /** Two rankers that fill this list together, by their arms' names. */
  interleaved?: { experiment: string; arms: readonly [ExperimentArm, ExperimentArm] };
}

export const unassigned: Assignment = Object.freeze({
  arms: Object.freeze({}),
  settings: Object.freeze({}),
  isForAll: true,
});

/** What is kept at a placement for everybody, whoever they are. */
export function keptForAll(
  experiments: readonly ServedExperiment[],
  placement: Placement,
): Assignment {
  const settings = experiments
    .filter((experiment) => isKeptForAll(experiment, placement))
    .map(({ arms, keptArm }) => arms.find(({ name }) => name === keptArm)?.settings);
  return { ...unassigned, settings: Object.assign({}, ...settings) };
}

/** Whether some get something else at a placement than everybody does. */
export function isTriedAt(experiments: readonly ServedExperiment[], placement: Placement): boolean {
  return experiments.some(
    (experiment) =>
      experiment.targeting.placements.includes(placement) && !isKeptForAll(experiment, placement),
  );
}

function isKeptForAll({ keptArm, targeting }: ServedExperiment, placement: Placement): boolean {
  const { placements, ...others } = targeting;
  // An empty list lets everybody in, as none does.
  const isForSome = Object.values(others).some((wanted) => [wanted ?? []].flat().length > 0);
  return keptArm !== undefined && placements.includes(placement) && !isForSome;
}

/** The arms of a visitor at a placement, and the settings that they come to. */
export function assign(
  experiments: readonly ServedExperiment[],
  who: { visitorId: string; traits: Traits; placement: Placement; nowMs: number },
): Assignment {
  const assignment: Assignment = { arms: {}, settings: {}, isForAll: true };
  for (const experiment of experiments) {
    if (!isTargeted(experiment.targeting, who)) continue;
    const arm = experiment.keptArm ?? armIn(experiment, who);
    if (arm === undefined) continue;
    if (experiment.keptArm === undefined) assignment.arms[experiment.name] = arm;
    const [first, second] = experiment.arms;
    if (arm === INTERLEAVED && experiment.kind === "interleaved" && first && second) {
      assignment.interleaved = { experiment: experiment.name, arms: [first, second] };
    }
    const settings = experiment.arms.find(({ name }) => name === arm)?.settings ?? {};
    assignment.settings = { ...assignment.settings, ...settings };
    if (Object.keys(settings).length > 0 && !isKeptForAll(experiment, who.placement)) {
      assignment.isForAll = false;
    }
  }
  return assignment;
}

/** The arm that a visitor has who is targeted; undefined for one who is not let in. */
function armIn(
  experiment: ServedExperiment,
  { visitorId, nowMs }: { visitorId: string; nowMs: number },
): string | undefined {
  const { layer, salt, layerFrom, layerShare, ramp, startedAtMs, kind } = experiment;
  const point = pointInLayer(layer, visitorId) - layerFrom;
  if (point < 0 || point >= layerShare * rampShare(ramp, startedAtMs, nowMs)) return undefined;
  if (kind === "interleaved") return INTERLEAVED;
  return armOf({ visitorId, layer, salt, arms: armsFor(experiment, visitorId) });
}

/**
 * The arms with the shares that hold for a visitor: those of the time when they came, or of the start
 * for whoever was there before. What changes later does not move them: what they do is counted to the
 * arm that they saw first, and its share then is exactly the chance that they had of it.
 */
function armsFor(
  { arms, shareSteps, startedAtMs }: ServedExperiment,
  visitorId: string,
): readonly ExperimentArm[] {
  const cameAtMs = Math.max(startedAtMs, givenAtMs(visitorId) ?? 0);
  const step = shareSteps.findLast(({ fromMs }) => fromMs <= cameAtMs);
  if (step === undefined) return arms;
  return arms.map((arm, at) => ({ ...arm, share: step.shares[at] ?? 0 }));
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
    const isTeam =
      experiment.kind === "interleaved" && own !== undefined && hasArm(experiment, said);
    if (own !== said && !isTeam) continue;
    arms[experiment.name] = said;
    if (experiment.kind !== "adaptive") continue;
    const share = armsFor(experiment, who.visitorId).find(({ name }) => name === said)?.share;
    if (share !== undefined) propensities[experiment.name] = share;
  }
  return { arms, propensities };
}

function hasArm({ arms }: ServedExperiment, wanted: string): boolean {
  return arms.some(({ name }) => name === wanted);
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

function isNew(visitorId: string, nowMs: number): boolean {
  const givenAt = givenAtMs(visitorId);
  return givenAt !== undefined && nowMs - givenAt < NEW_VISITOR_MS;
}

/** Ids that the shop gives visitors are of version 7: they begin with the time when they were given. */
function givenAtMs(visitorId: string): number | undefined {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(visitorId)) return undefined;
  return Number.parseInt(visitorId.replace("-", "").slice(0, 12), 16);
}
