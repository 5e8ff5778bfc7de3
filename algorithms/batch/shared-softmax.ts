import { fastExp } from "../fast-exp.ts";

/** One softmax per example over candidates that all examples of a batch share. */
export interface SharedSoftmax {
  /** In: rows × width scores; out: their gradients, weight · scale · (p − y), 0 beyond the candidates. */
  scores: Float32Array;
  rows: number;
  /** Floats from one row to the next. */
  width: number;
  candidates: number;
  /** What scores are multiplied by before the softmax: one over the temperature. */
  scale: number;
  /** Of each candidate −log of the probability with which it is among the batch's candidates. */
  corrections: Float32Array;
  /** Row r's right candidates: the places targets[starts[r] … starts[r + 1] − 1]. */
  targets: Int32Array;
  starts: Int32Array;
  /** Of each row what it counts; 0 for rows that only fill up. */
  weights: Float32Array;
}

/**
 * Softmax with the logQ correction (Bengio & Senécal 2008; Yi et al., RecSys 2019, section 3): a
 * candidate that is there with probability Q stands for 1/Q items, so that the sum estimates the
 * one over the whole catalogue. Right candidates are always there: they stand for themselves alone.
 * Returns the weighted sum of −log p over the right candidates.
 */
export function sharedSoftmax(softmax: SharedSoftmax): number {
  const { scores, rows, width, candidates, weights } = softmax;
  let loss = 0;
  for (let row = 0; row < rows; row++) {
    const from = row * width;
    if (weights[row] === 0) scores.fill(0, from, from + width);
    else loss += weights[row]! * softmaxRow(softmax, row);
    scores.fill(0, from + candidates, from + width);
  }
  return loss;
}

function softmaxRow(softmax: SharedSoftmax, row: number): number {
  const { scores, width, candidates, scale, corrections, targets, starts, weights } = softmax;
  const from = row * width;
  const [first, end] = [starts[row]!, starts[row + 1]!];
  let highest = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < candidates; at++) {
    const score = scale * scores[from + at]! + corrections[at]!;
    scores[from + at] = score;
    if (score > highest) highest = score;
  }
  let loss = 0;
  for (let at = first; at < end; at++) {
    const right = targets[at]!;
    scores[from + right] = scores[from + right]! - corrections[right]!;
    loss -= scores[from + right]!;
  }
  let total = 0;
  for (let at = from; at < from + candidates; at++) {
    const value = fastExp(scores[at]! - highest);
    scores[at] = value;
    total += value;
  }
  const count = end - first;
  const weight = weights[row]! * scale;
  const share = (count * weight) / total;
  for (let at = from; at < from + candidates; at++) scores[at] = scores[at]! * share;
  for (let at = first; at < end; at++) {
    scores[from + targets[at]!] = scores[from + targets[at]!]! - weight;
  }
  return loss + count * (Math.log(total) + highest);
}
