import { type FeatureBins, MISSING_BIN, PER_WORD } from "./feature-bins.ts";
import { addRows, emptyHistogram, type Gradients, subtract } from "./histogram.ts";
import { type LeafSettings, leafStep, type Split, SplitFinder, type Sums } from "./split.ts";
import type { Trees } from "./trees.ts";

export interface GrowthSettings extends LeafSettings {
  leaves: number;
  bins: number;
  learningRate: number;
}

/** A leaf while its tree grows: its rows are `first` up to and without `end` of the grower's list. */
interface OpenLeaf {
  first: number;
  end: number;
  sums: Sums;
  /** Where a node will say that this is its child. */
  hangsOn?: { children: number[]; node: number };
  histogram?: Float64Array;
  split?: Split;
}

/** The columns of a tree's nodes, in the order in which they were split. */
interface GrowingNodes {
  splits: Split[];
  sums: Sums[];
  left: number[];
  right: number[];
}

/**
 * Grows regression trees leaf by leaf, each time splitting the leaf that gains most, from
 * histograms of which the larger child's is its parent's less its sibling's (LightGBM, Ke et al.
 * 2017). One grower serves all trees of a training: its buffers are kept.
 */
export class TreeGrower {
  readonly #bins: FeatureBins & Gradients;
  readonly #settings: GrowthSettings;
  readonly #finder: SplitFinder;
  readonly #rows: Int32Array;
  readonly #aside: Int32Array;
  readonly #histograms: Float64Array[] = [];
  readonly #names: readonly string[];
  #features: Int32Array = new Int32Array();
  /** The last tree's leaves. */
  #open: readonly OpenLeaf[] = [];

  constructor(names: readonly string[], bins: FeatureBins & Gradients, settings: GrowthSettings) {
    this.#names = names;
    this.#bins = bins;
    this.#settings = settings;
    this.#finder = new SplitFinder(bins.borders, { bins: settings.bins, settings });
    this.#rows = new Int32Array(bins.gradients.length);
    this.#aside = new Int32Array(bins.gradients.length);
  }

  /** A tree for `rows`, splitting by `features` only, from the gradients as they are now. */
  grow(rows: Int32Array, features: Int32Array): Trees {
    this.#rows.set(rows);
    this.#features = features;
    const nodes: GrowingNodes = { splits: [], sums: [], left: [], right: [] };
    const root: OpenLeaf = { first: 0, end: rows.length, sums: this.#sumsOf(rows) };
    const open = [root];
    if (this.#maySplit(root)) this.#findSplit(root, this.#histogramOf(root));
    while (open.length < this.#settings.leaves) {
      const leaf = mostGaining(open);
      if (leaf === undefined) break;
      const children = this.#split(leaf, nodes);
      open.splice(open.indexOf(leaf), 1, ...children);
      if (open.length < this.#settings.leaves) this.#findSplits(leaf, children);
    }
    for (const { histogram } of open) if (histogram) this.#histograms.push(histogram);
    this.#open = open;
    return this.#treeOf(nodes, open);
  }

  /** Adds the last tree to the scores of the rows that it was grown from: no walk is needed. */
  addTo(scores: Float32Array): void {
    for (const { first, end, sums } of this.#open) {
      const value = Math.fround(this.#valueOf(sums));
      for (let index = first; index < end; index++) {
        const row = this.#rows[index]!;
        scores[row] = scores[row]! + value;
      }
    }
  }

  #valueOf(sums: Sums): number {
    return this.#settings.learningRate * leafStep(sums, this.#settings);
  }

  #sumsOf(rows: Int32Array): Sums {
    let gradient = 0;
    let hessian = 0;
    for (const row of rows) {
      gradient += this.#bins.gradients[row]!;
      hessian += this.#bins.hessians[row]!;
    }
    return { gradient, hessian };
  }

  #maySplit({ sums }: OpenLeaf): boolean {
    return sums.hessian >= 2 * this.#settings.minHessian;
  }

  #histogramOf({ first, end }: OpenLeaf): Float64Array {
    const { bins } = this.#settings;
    const histogram = this.#histograms.pop() ?? emptyHistogram(this.#bins, bins);
    addRows(histogram, this.#bins, { rows: this.#rows, first, end, bins });
    return histogram;
  }

  #findSplit(leaf: OpenLeaf, histogram: Float64Array): void {
    leaf.histogram = histogram;
    leaf.split = this.#finder.best(histogram, leaf.sums, this.#features);
  }

  /** Counts the smaller child's rows only: the larger one's histogram is what remains. */
  #findSplits(parent: OpenLeaf, children: readonly [OpenLeaf, OpenLeaf]): void {
    const remains = parent.histogram!;
    const size = ({ first, end }: OpenLeaf) => end - first;
    const [small, large] = [...children].sort((a, b) => size(a) - size(b)) as [OpenLeaf, OpenLeaf];
    if (!this.#maySplit(small) && !this.#maySplit(large)) {
      this.#histograms.push(remains);
      return;
    }
    const counted = this.#histogramOf(small);
    subtract(remains, counted);
    this.#findSplit(small, counted);
    this.#findSplit(large, remains);
  }

  /** Turns a leaf into a node; its rows are parted in place, each side in the order that it had. */
  #split(leaf: OpenLeaf, nodes: GrowingNodes): [OpenLeaf, OpenLeaf] {
    const split = leaf.split!;
    const node = nodes.splits.push(split) - 1;
    nodes.sums.push(leaf.sums);
    if (leaf.hangsOn) leaf.hangsOn.children[leaf.hangsOn.node] = node;
    const middle = this.#part(leaf, split);
    const right = {
      gradient: leaf.sums.gradient - split.left.gradient,
      hessian: leaf.sums.hessian - split.left.hessian,
    };
    const { first, end } = leaf;
    return [
      { first, end: middle, sums: split.left, hangsOn: { children: nodes.left, node } },
      { first: middle, end, sums: right, hangsOn: { children: nodes.right, node } },
    ];
  }

  #part({ first, end }: OpenLeaf, { feature, bin, missingLeft }: Split): number {
    const { words, wordsPerRow } = this.#bins;
    const rows = this.#rows;
    const offset = Math.floor(feature / PER_WORD);
    const shift = 8 * (feature % PER_WORD);
    let middle = first;
    let aside = 0;
    for (let index = first; index < end; index++) {
      const row = rows[index]!;
      const own = (words[row * wordsPerRow + offset]! >>> shift) & 0xff;
      if (own === MISSING_BIN ? missingLeft : own <= bin) rows[middle++] = row;
      else this.#aside[aside++] = row;
    }
    rows.set(this.#aside.subarray(0, aside), middle);
    return middle;
  }

  #treeOf(nodes: GrowingNodes, open: readonly OpenLeaf[]): Trees {
    const { borders } = this.#bins;
    open.forEach(({ hangsOn }, leaf) => {
      if (hangsOn) hangsOn.children[hangsOn.node] = ~leaf;
    });
    const leaves = open.map(({ sums }) => this.#valueOf(sums));
    const { splits } = nodes;
    return {
      features: this.#names,
      roots: Int32Array.of(splits.length > 0 ? 0 : ~0),
      feature: Int32Array.from(splits, ({ feature }) => feature),
      threshold: Float32Array.from(
        splits,
        ({ feature, bin }) => borders[feature]![bin - 1] ?? Number.POSITIVE_INFINITY,
      ),
      missingLeft: Uint8Array.from(splits, ({ missingLeft }) => (missingLeft ? 1 : 0)),
      left: Int32Array.from(nodes.left),
      right: Int32Array.from(nodes.right),
      gain: Float32Array.from(splits, ({ gain }) => gain),
      mean: meansOf(nodes, open, leaves),
      leaves: Float32Array.from(leaves),
    };
  }
}

function mostGaining(open: readonly OpenLeaf[]): OpenLeaf | undefined {
  let best: OpenLeaf | undefined;
  for (const leaf of open) {
    if (leaf.split && !(best?.split && best.split.gain >= leaf.split.gain)) best = leaf;
  }
  return best;
}

/** Children stand behind their parents: from the last node to the first, theirs are known. */
function meansOf(
  { sums, left, right }: GrowingNodes,
  open: readonly OpenLeaf[],
  leaves: readonly number[],
): Float32Array {
  const means = new Float32Array(sums.length);
  const part = (child: number) =>
    child < 0 ? leaves[~child]! * open[~child]!.sums.hessian : means[child]! * sums[child]!.hessian;
  for (let node = sums.length - 1; node >= 0; node--) {
    means[node] = (part(left[node]!) + part(right[node]!)) / sums[node]!.hessian;
  }
  return means;
}
