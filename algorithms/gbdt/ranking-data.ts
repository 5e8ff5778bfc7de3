/**
 * Answers to learn a ranking from: rows of features, grouped by the question that they answer.
 * A missing value is NaN.
 */
export interface RankingData {
  readonly features: readonly string[];
  /** rows × features, row after row. */
  readonly values: Float32Array;
  /** Where each group's rows begin, and at the end the number of rows: groups + 1 offsets. */
  readonly groups: Int32Array;
  /** Per row: 0, or how relevant it is; 1 = the clicked item. */
  readonly labels: Float32Array | Uint8Array;
  /** Per group: how much it counts, about 1 on average; 1 each where it is absent. */
  readonly weights?: Float32Array;
}

/** Data that no model can be learnt from. */
export class RankingDataError extends Error {
  override readonly name = "RankingDataError";
  readonly code:
    | "ranking_shape_differs"
    | "ranking_label_invalid"
    | "ranking_weight_invalid"
    | "ranking_nothing_to_learn";

  constructor(code: RankingDataError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/** @throws RankingDataError when lengths do not fit, or a label or weight is negative or no number. */
export function checkRankingData(data: RankingData): void {
  const { features, values, groups, labels, weights } = data;
  const rows = labels.length;
  if (features.length === 0 || values.length !== rows * features.length) {
    const shape = `${rows} labels and ${features.length} features`;
    throw new RankingDataError("ranking_shape_differs", `${shape} for ${values.length} values`);
  }
  const ascending = groups.every((offset, index) => index === 0 || offset >= groups[index - 1]!);
  if (groups[0] !== 0 || groups.at(-1) !== rows || !ascending) {
    const message = `group offsets must ascend from 0 to the number of rows, ${rows}`;
    throw new RankingDataError("ranking_shape_differs", message);
  }
  if (weights !== undefined && weights.length !== groups.length - 1) {
    const message = `${weights.length} weights for ${groups.length - 1} groups`;
    throw new RankingDataError("ranking_shape_differs", message);
  }
  const label = labels.findIndex(isNoAmount);
  if (label >= 0) {
    const message = `the label of row ${label} is ${labels[label]}: it must be 0 or more`;
    throw new RankingDataError("ranking_label_invalid", message);
  }
  const weight = weights?.findIndex(isNoAmount) ?? -1;
  if (weight >= 0) {
    const message = `the weight of group ${weight} is ${weights?.[weight]}: it must be 0 or more`;
    throw new RankingDataError("ranking_weight_invalid", message);
  }
}

const isNoAmount = (value: number) => !(value >= 0 && value < Number.POSITIVE_INFINITY);

/** The groups that say which row is better than which: others teach nothing. */
export function telling({ groups, labels, weights }: RankingData): Int32Array {
  const found: number[] = [];
  for (let group = 0; group + 1 < groups.length; group++) {
    const first = groups[group]!;
    const end = groups[group + 1]!;
    if (weights?.[group] === 0) continue;
    for (let row = first + 1; row < end; row++) {
      if (labels[row] === labels[first]) continue;
      found.push(group);
      break;
    }
  }
  return Int32Array.from(found);
}

/** Some of the groups, from `from` up to and without `to`, as views: to hold groups out by time. */
export function groupRange(
  data: RankingData,
  { from, to }: { from: number; to: number },
): RankingData {
  const width = data.features.length;
  const first = data.groups[from] ?? data.labels.length;
  const end = data.groups[to] ?? data.labels.length;
  return {
    features: data.features,
    values: data.values.subarray(first * width, end * width),
    groups: data.groups.slice(from, to + 1).map((offset) => offset - first),
    labels: data.labels.subarray(first, end),
    weights: data.weights?.subarray(from, to),
  };
}
