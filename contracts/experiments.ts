import { z } from "zod";
import { freeTextSchema } from "./free-text.ts";
import { modelVersionSchema } from "./identifiers.ts";
import { stableHash } from "./partition.ts";
import { type Placement, placementSchema } from "./placements.ts";

const BUCKETS = 10_000;
/** Arms of one experiment. */
export const MAX_ARMS = 6;
/** Experiments of one shop that run at the same time. */
export const MAX_RUNNING = 24;
/** Experiments of one shop whose winner's settings hold for everybody. */
export const MAX_KEPT = 24;

/** Versions of the ranker that experiments of one shop name (`versionsHeld`): each is in memory. */
export const MAX_TRIED_VERSIONS = 6;

/** Names go with every event, and are never given to another experiment. */
export const experimentNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,39}$/, "lower-case letters, digits and dashes, 2 to 40 of them");

/** The online blend, the champion of the trained rankers, or one of their versions. */
export const rankerSettingSchema = z.union([z.enum(["blend", "trained"]), modelVersionSchema]);
export type RankerSetting = z.infer<typeof rankerSettingSchema>;

/** The version of the ranker that a choice names, if it names one. */
export function versionNamed(choice: RankerSetting | undefined): string | undefined {
  return choice === "blend" || choice === "trained" ? undefined : choice;
}

/** What is different in an arm; what is absent is as without the experiment. */
export const armSettingsSchema = z.strictObject({
  /** Which ranker orders what the sources found. */
  ranker: rankerSettingSchema.optional(),
  /** 0 ranks by score alone, 1 by difference alone (MMR). */
  diversity: z.number().min(0).max(1).optional(),
  /** Whether declared slots draw their item. */
  exploration: z.boolean().optional(),
  /** False: the rail is not there. */
  shown: z.boolean().optional(),
  title: freeTextSchema(60).optional(),
  cards: z.number().int().min(4).max(24).optional(),
});
export type ArmSettings = z.infer<typeof armSettingsSchema>;

/** The versions of the ranker that arms name. */
export function versionsOf(arms: readonly { settings: ArmSettings }[]): string[] {
  return [...new Set(arms.flatMap(({ settings }) => versionNamed(settings.ranker) ?? []))];
}

/**
 * The versions that model servers hold for an experiment: those of all its arms while it runs or
 * pauses, afterwards that of a winner that is kept.
 */
export function versionsHeld(experiment: {
  state: string;
  decision?: string | null | undefined;
  kept: boolean;
  arms: readonly { name: string; settings: ArmSettings }[];
}): string[] {
  const { state, decision, kept, arms } = experiment;
  if (state === "running" || state === "paused") return versionsOf(arms);
  return kept ? versionsOf(arms.filter(({ name }) => name === decision)) : [];
}

export const armSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,19}$/, "lower-case letters, digits and dashes"),
  /** Of the experiment's visitors; the shares of its arms add up to 1. */
  share: z.number().min(0).max(1),
  settings: armSettingsSchema.default({}),
});
/** The first arm is the control. */
export type ExperimentArm = z.infer<typeof armSchema>;

export const deviceSchema = z.enum(["phone", "tablet", "desktop"]);

/** Who is in an experiment; what is absent lets everybody in. */
export const targetingSchema = z.strictObject({
  placements: z.array(placementSchema).min(1),
  signedIn: z.boolean().optional(),
  visitors: z.enum(["new", "returning"]).optional(),
  countries: z.array(z.string().regex(/^[A-Z]{2}$/)).optional(),
  languages: z.array(z.string().regex(/^[a-z]{2}$/)).optional(),
  devices: z.array(deviceSchema).optional(),
});
export type Targeting = z.infer<typeof targetingSchema>;

/** From so many hours after the start, this part of the experiment's visitors is let in. */
export const rampSchema = z
  .array(z.strictObject({ hours: z.number().min(0).max(8_760), share: z.number().gt(0).max(1) }))
  .max(8);
export type Ramp = z.infer<typeof rampSchema>;

/** The shares of an adaptive experiment's arms, in their order, from each time on; the oldest first. */
export const shareStepsSchema = z.array(
  z.strictObject({ fromMs: z.number(), shares: z.array(z.number().min(0).max(1)) }),
);
export type ShareSteps = z.infer<typeof shareStepsSchema>;

/**
 * `fixed`: arms of fixed shares, to be compared. `adaptive`: shares follow what is known (Thompson
 * sampling). `interleaved`: two rankers fill one list, and clicks are credit.
 */
export const experimentKindSchema = z.enum(["fixed", "adaptive", "interleaved"]);
export type ExperimentKind = z.infer<typeof experimentKindSchema>;

/** The arm that an interleaved experiment's visitors are in: all of them see both rankers. */
export const INTERLEAVED = "interleaved";

/** Experiment → arm, as events and answers carry it. */
export const armsSchema = z
  .record(freeTextSchema(64), freeTextSchema(64))
  .refine((arms) => Object.keys(arms).length <= MAX_RUNNING, "too many experiments");
export type Arms = z.infer<typeof armsSchema>;

/** One arm and its share of the traffic; shares of an experiment's arms add up to at most 1. */
export interface Arm {
  name: string;
  share: number;
}

/**
 * The arm of a visitor: deterministic in visitor, layer and salt, so that layers are independent
 * of each other and an arm survives restarts. Undefined when the visitor is not in the experiment.
 */
export function armOf(options: {
  visitorId: string;
  layer: string;
  salt: string;
  arms: readonly Arm[];
}): string | undefined {
  const point = pointOf([options.layer, options.salt, options.visitorId]);
  let upper = 0;
  for (const arm of options.arms) {
    upper += arm.share;
    if (point < upper) return arm.name;
  }
  return undefined;
}

/** Where a visitor stands in a layer, in [0, 1): experiments of one layer have parts of it. */
export function pointInLayer(layer: string, visitorId: string): number {
  return pointOf(["layer", layer, visitorId]);
}

function pointOf(parts: readonly string[]): number {
  return (stableHash(parts.join("\u0000")) % BUCKETS) / BUCKETS;
}

/** The part of its visitors that an experiment lets in now; without a ramp, all. */
export function rampShare(ramp: Ramp, startedAtMs: number, nowMs: number): number {
  if (ramp.length === 0) return 1;
  const hours = (nowMs - startedAtMs) / 3_600_000;
  return ramp.reduce((share, step) => (step.hours <= hours ? step.share : share), 0);
}

/** What experiments have a say in. */
interface Scope {
  kind: ExperimentKind;
  targeting: Targeting;
  arms: readonly Pick<ExperimentArm, "settings">[];
}

/** True when two experiments would both have a say in the same thing of the same rail. */
export function doOverlap(one: Scope, other: Scope): boolean {
  const placements: ReadonlySet<Placement> = new Set(one.targeting.placements);
  if (!other.targeting.placements.some((placement) => placements.has(placement))) return false;
  // Two rankers can fill one list, not four.
  if (one.kind === "interleaved" && other.kind === "interleaved") return true;
  const touched = ({ arms }: Scope) =>
    new Set(arms.flatMap(({ settings }) => Object.keys(settings)));
  const ofOther = touched(other);
  // A rail that is not there has nothing else to be tried out.
  if (touched(one).has("shown") || ofOther.has("shown")) return true;
  return [...touched(one)].some((setting) => ofOther.has(setting));
}
