import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { RankingData } from "../ranking-data.ts";

/** The pythons that may have it: the first in the path, and the system's own. */
const PYTHONS = ["python3", "/usr/bin/python3"];
const SCRIPT = fileURLToPath(new URL("xgboost-rank.py", import.meta.url));
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** A python that can load XGBoost, if this machine has one. */
export function pythonWithXgboost(): string | undefined {
  return PYTHONS.find((python) => spawnSync(python, ["-c", "import numpy, xgboost"]).status === 0);
}

/** Scores of the test rows by XGBoost's `rank:ndcg`, with trees grown as ours are. */
export function xgboostScores(
  python: string,
  options: {
    train: RankingData;
    test: RankingData;
    settings: { trees: number; leaves: number; bins: number; learningRate: number };
  },
): Float32Array {
  const { train, test, settings } = options;
  const job = {
    width: train.features.length,
    train: {
      values: [...train.values],
      labels: [...train.labels],
      sizes: [...train.groups.subarray(1)].map((end, group) => end - train.groups[group]!),
    },
    test: { values: [...test.values] },
    trees: settings.trees,
    settings: {
      objective: "rank:ndcg",
      tree_method: "hist",
      grow_policy: "lossguide",
      max_depth: 0,
      max_leaves: settings.leaves,
      max_bin: settings.bins,
      eta: settings.learningRate,
      seed: 1,
      nthread: 1,
    },
  };
  const answer = execFileSync(python, [SCRIPT], {
    input: JSON.stringify(job),
    encoding: "utf8",
    maxBuffer: MAX_ANSWER_BYTES,
  });
  return Float32Array.from(JSON.parse(answer) as number[]);
}
