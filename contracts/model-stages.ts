/**
 * The way of a trained model to production, as one table and one function that decides: the edge, the
 * command line and model servers ask it before they write. Free of dependencies.
 */
export const modelStages = ["candidate", "shadow", "canary", "champion", "retired"] as const;
export type ModelStage = (typeof modelStages)[number];

/** Shares of visitors that a canary answers, in the order of its steps. */
export const canaryShares = [0.01, 0.05, 0.25, 0.5] as const;

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

/** Stages of which a name has one version at most, and where the one before goes. */
const successions: Readonly<Partial<Record<ModelStage, ModelStage>>> = {
  shadow: "candidate",
  canary: "candidate",
  champion: "retired",
};

/** One version of a name as the registry has it. */
export interface StagedModel {
  version: string;
  stage: ModelStage;
  trafficShare: number;
  /** When it became champion first; null for one that never was, or that was rolled back. */
  championedAt: Date | null;
  /** What it reads; null where the registry does not say. */
  featureHash: string | null;
}

/** What is wished of one name: a version to another stage, or back to what served before. */
export type StageWish = StageMove | Rollback;

export interface Rollback {
  rollback: true;
  /** Takes this champion back, even beside a canary; another one in the meantime refuses it. */
  champion?: string | undefined;
  /** The feature hash of what can be loaded: others are not come back to. Left out: any. */
  loadable?: string | undefined;
}

export interface StageMove {
  version: string;
  to: ModelStage;
  /** Of a canary: one of `canaryShares`; the first where it is absent. */
  trafficShare?: number | undefined;
  /**
   * The champion that the decision went by, null for none: another one in the meantime refuses it.
   * Left out, it does not matter.
   */
  ifChampion?: string | null | undefined;
  /** Where the model stood when it was decided: elsewhere in the meantime refuses it. */
  ifFrom?: Pick<StagedModel, "stage" | "trafficShare"> | undefined;
}

/** One row to be changed; `crowned` sets, `disgraced` clears the time of its crowning. */
export interface PlannedMove {
  version: string;
  from: Pick<StagedModel, "stage" | "trafficShare">;
  to: Pick<StagedModel, "stage" | "trafficShare">;
  laurels: "crowned" | "disgraced" | "kept";
}

export type StageErrorCode =
  | "unknown_model"
  /** No way leads from the model's stage to the one asked for. */
  | "stage_not_reachable"
  /** Another model is champion than the one that the caller went by. */
  | "champion_changed"
  /** The model itself is elsewhere than the caller went by. */
  | "stage_changed"
  | "invalid_share"
  /** There is no canary to take back, and no champion. */
  | "nothing_to_roll_back";

/** A wish that the stages do not allow; `code` is stable. */
export class StageError extends Error {
  override readonly name = "StageError";
  readonly code: StageErrorCode;

  constructor(code: StageErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * The rows to be changed for a wish, in the order in which they must be written (a name has one
 * champion at any moment); none when all is so already. `rows` are all versions of one name.
 * @throws StageError
 */
export function planStages(rows: readonly StagedModel[], wish: StageWish): PlannedMove[] {
  return "rollback" in wish ? planRollback(rows, wish) : planMove(rows, wish);
}

function planMove(rows: readonly StagedModel[], wish: StageMove): PlannedMove[] {
  const { version, to } = wish;
  const trafficShare = shareOf(to, wish.trafficShare);
  const row = rows.find((each) => each.version === version);
  if (row === undefined) throw new StageError("unknown_model", `there is no version ${version}`);
  checkChampion(wish, rows);
  checkFrom(wish, row);
  if (row.stage === to && row.trafficShare === trafficShare) return [];
  if (!ways[row.stage].includes(to)) {
    throw new StageError(
      "stage_not_reachable",
      `no way leads from ${row.stage} to ${to}, only to ${ways[row.stage].join(", ")}`,
    );
  }
  const next = successions[to];
  const before = rows.find((each) => each.stage === to && each.version !== version);
  const laurels = to === "champion" && row.championedAt === null ? "crowned" : "kept";
  return [
    ...(before && next ? [moved(before, next)] : []),
    { ...moved(row, to, trafficShare), laurels },
  ];
}

/**
 * Takes a canary back to where it came from, a candidate; without one, the champion gives its place
 * to the last model that had it and that can be loaded, or to none. Whoever was rolled back is not come
 * back to. A wish that names the champion is about that one.
 */
function planRollback(rows: readonly StagedModel[], wish: Rollback): PlannedMove[] {
  const canary = rows.find(({ stage }) => stage === "canary");
  if (canary !== undefined && wish.champion === undefined) return [moved(canary, "candidate")];
  checkChampion({ ifChampion: wish.champion }, rows);
  const champion = rows.find(({ stage }) => stage === "champion");
  if (champion === undefined) {
    throw new StageError("nothing_to_roll_back", "there is neither a canary nor a champion");
  }
  const crowned = (row: StagedModel) => row.championedAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  const [previous] = rows
    .filter(({ stage, championedAt }) => stage === "retired" && championedAt !== null)
    .filter(({ featureHash }) => wish.loadable === undefined || featureHash === wish.loadable)
    .sort((left, right) => crowned(right) - crowned(left));
  return [
    { ...moved(champion, "retired"), laurels: "disgraced" },
    ...(previous === undefined ? [] : [moved(previous, "champion", 1)]),
  ];
}

function moved(row: StagedModel, stage: ModelStage, trafficShare = 0): PlannedMove {
  const from = { stage: row.stage, trafficShare: row.trafficShare };
  return { version: row.version, from, to: { stage, trafficShare }, laurels: "kept" };
}

function checkChampion(
  { ifChampion }: Pick<StageMove, "ifChampion">,
  rows: readonly StagedModel[],
): void {
  const now = rows.find(({ stage }) => stage === "champion")?.version ?? null;
  if (ifChampion === undefined || ifChampion === now) return;
  throw new StageError(
    "champion_changed",
    `the champion is ${now ?? "none"} and no longer ${ifChampion ?? "none"}: compare anew`,
  );
}

function checkFrom({ ifFrom }: StageMove, { version, stage, trafficShare }: StagedModel): void {
  if (ifFrom === undefined) return;
  if (ifFrom.stage === stage && ifFrom.trafficShare === trafficShare) return;
  throw new StageError("stage_changed", `${version} is ${stage} now: decide anew`);
}

function shareOf(stage: ModelStage, wanted: number | undefined): number {
  if (stage !== "canary") {
    if (wanted === undefined) return stage === "champion" ? 1 : 0;
    throw new StageError("invalid_share", `only a canary has a share to choose, no ${stage}`);
  }
  const share = wanted ?? canaryShares[0];
  if (canaryShares.some((known) => known === share)) return share;
  throw new StageError("invalid_share", `a canary's share is one of ${canaryShares.join(", ")}`);
}

/** The share of a canary's next step; undefined behind the last one. */
export function nextShare(share: number): number | undefined {
  return canaryShares.find((each) => each > share);
}
