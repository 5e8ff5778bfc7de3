import type { Interaction, Query } from "@slipstream/algorithms/engine/query";

/** A question with a known answer. */
export interface PredictStep {
  kind: "predict";
  query: Query;
  /** The item that came. */
  target: number;
  /** All items that the visitor has ever had, as of now: what `recent` and `earlier` forget as well. */
  seen: ReadonlySet<number>;
  /** Whether an item may be shown. */
  accepts?: (row: number) => boolean;
  /** Its figure counts; else it only teaches blend and ranker. */
  counted: boolean;
  /** Blend and ranker may learn from the answer: never from a test part. */
  teaches: boolean;
  /** Predictions of one session, user or basket belong together when intervals are drawn. */
  cluster: number;
  /** The first line of a basket; in time, the last 40 % of a log. */
  isFirst?: boolean;
  isLate?: boolean;
}

/** Something happened: sources learn it. */
export interface TeachStep {
  kind: "teach";
  before: Query;
  event: Interaction;
}

/** What was taught so far may be learnt in batch: batch models, then the ranker. */
export interface FitStep {
  kind: "fit";
  /** Share of the log that was taught, for progress. */
  share: number;
  /** Batch models too, not the ranker alone. */
  batch: boolean;
  /** Batch models alone, where nobody asks for a ranker yet. */
  isForLater?: boolean;
}

export type Step = PredictStep | TeachStep | FitStep;

/** An order of questions and lessons that a protocol makes of a log. */
export interface Protocol {
  name: "prequential" | "session" | "leave-last-out" | "temporal" | "basket";
  steps: Iterable<Step>;
}
