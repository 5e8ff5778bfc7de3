import { expect, it } from "vitest";
import { groupRange } from "./ranking-data.ts";
import { rankingProblem } from "./testing/ranking-problem.ts";
import { pythonWithXgboost, xgboostScores } from "./testing/xgboost.ts";
import { gbdtDefaults, trainGbdt } from "./train.ts";
import { rankingFigure } from "./validation.ts";

const python = pythonWithXgboost();
const GROUPS = 2500;
/** Two fair models differ by so much on so few groups. */
const MARGIN = 0.01;

it.skipIf(python === undefined)(
  "ranks as well as XGBoost's rank:ndcg (NDCG@10; skipped where no python3 has xgboost)",
  { timeout: 120_000 },
  () => {
    const differences = [1, 5].map((seed) => {
      const all = rankingProblem({ groups: GROUPS, size: 20, seed });
      const train = groupRange(all, { from: 0, to: 1500 });
      const test = groupRange(all, { from: 1500, to: GROUPS });
      const ours = trainGbdt(train).predict(test.values);
      const theirs = xgboostScores(python!, { train, test, settings: gbdtDefaults });
      return rankingFigure(test, ours, "ndcg", 10) - rankingFigure(test, theirs, "ndcg", 10);
    });
    const mean = differences.reduce((sum, difference) => sum + difference, 0) / differences.length;
    expect(mean).toBeGreaterThan(-MARGIN);
  },
);
