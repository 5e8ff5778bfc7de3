import { type Random, randomFrom } from "../random.ts";
import { binFeatures } from "./feature-bins.ts";
import { softmaxGradients } from "./listwise-softmax.ts";
import { GbdtModel } from "./model.ts";
import { checkRankingData, type RankingData, RankingDataError, telling } from "./ranking-data.ts";
import { type GrowthSettings, TreeGrower } from "./tree-grower.ts";
import { type HeldOut, Validation } from "./validation.ts";

export interface GbdtSettings extends GrowthSettings {
  trees: number;
  /** The share of groups that each tree is grown from, and of features that it may ask for. */
  groupShare: number;
  featureShare: number;
  seed: number;
}

export const gbdtDefaults: GbdtSettings = {
  trees: 100,
  leaves: 15,
  learningRate: 0.1,
  bins: 64,
  minHessian: 1,
  l2: 10,
  maxStep: 2,
  groupShare: 1,
  featureShare: 1,
  seed: 1,
};

/** After each tree. */
export interface GbdtProgress {
  /** From 1. */
  tree: number;
  /** Mean softmax loss of the training groups before this tree. */
  loss: number;
  /** The held-out groups' figure with this tree, where there are any. */
  heldOut?: number;
}

export interface GbdtOptions {
  settings?: Partial<GbdtSettings>;
  /** Groups that are not learnt from: the model ends with the tree that is best for them. */
  heldOut?: HeldOut;
  onTree?: (progress: GbdtProgress) => void;
}

/**
 * Learns to rank by gradient boosted trees (Friedman 2001) with a listwise softmax gradient. Same
 * data, settings and seed give the same model, bit by bit. Groups whose labels are all equal teach
 * nothing and are skipped. NaN is a missing value: each split learns which side it goes to, the
 * left where it saw none. Where no split gains, the model gives every row the same score.
 * @throws RankingDataError when the data do not fit together, or no group tells anything.
 */
export function trainGbdt(data: RankingData, options: GbdtOptions = {}): GbdtModel {
  const settings = { ...gbdtDefaults, ...options.settings };
  checkRankingData(data);
  checkSettings(settings);
  const groups = telling(data);
  if (groups.length === 0) {
    const message = "no group has rows with different labels: there is no order to learn";
    throw new RankingDataError("ranking_nothing_to_learn", message);
  }
  const validation = options.heldOut && new Validation(options.heldOut, data.features);
  const random = randomFrom([settings.seed]);
  const rows = data.labels.length;
  const gradients = new Float32Array(rows);
  const hessians = new Float32Array(rows);
  const bins = { ...binFeatures(data, { bins: settings.bins, random }), gradients, hessians };
  const grower = new TreeGrower(data.features, bins, settings);
  const scores = new Float32Array(rows);
  const trees: GbdtModel[] = [];
  while (trees.length < settings.trees && validation?.isOver !== true) {
    const loss = softmaxGradients(data, scores, { groups, gradients, hessians });
    const chosen = someOf(groups, settings.groupShare, random);
    const columns = Int32Array.from(data.features.keys());
    const features = someOf(columns, settings.featureShare, random);
    const tree = new GbdtModel(grower.grow(rowsOf(data, chosen), features));
    if (chosen.length === groups.length) grower.addTo(scores);
    else tree.addTo(scores, data.values);
    trees.push(tree);
    const heldOut = validation?.add(tree);
    options.onTree?.({ tree: trees.length, loss, heldOut });
  }
  return GbdtModel.join(data.features, trees.slice(0, validation?.bestTrees));
}

function checkSettings(settings: GbdtSettings): void {
  const { bins, leaves, minHessian, l2, groupShare, featureShare } = settings;
  if (!(bins >= 3 && bins <= 256)) throw new RangeError("bins must be 3 to 256: one is NaN's");
  if (!(leaves >= 1)) throw new RangeError("a tree has at least one leaf");
  if (!(minHessian > 0 && l2 >= 0)) throw new RangeError("minHessian is above 0, l2 0 or more");
  if (!(groupShare > 0 && featureShare > 0)) throw new RangeError("shares must be above 0");
}

/** At least one, each as likely as the others, in their order (selection sampling, Knuth 3.4.2 S). */
function someOf(all: Int32Array, share: number, random: Random): Int32Array {
  if (share >= 1) return all;
  let wanted = Math.max(1, Math.round(share * all.length));
  let left = all.length;
  return all.filter(() => {
    const isTaken = random.unit() * left-- < wanted;
    if (isTaken) wanted--;
    return isTaken;
  });
}

function rowsOf({ groups }: RankingData, chosen: Int32Array): Int32Array {
  let count = 0;
  for (const group of chosen) count += groups[group + 1]! - groups[group]!;
  const rows = new Int32Array(count);
  let at = 0;
  for (const group of chosen) {
    for (let row = groups[group]!; row < groups[group + 1]!; row++) rows[at++] = row;
  }
  return rows;
}
