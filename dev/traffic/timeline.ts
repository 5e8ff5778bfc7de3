/**
 * Maps a log's time to now: the last event happens at the end of the replay. At a rate, gaps are
 * compressed in proportion, so that the log spans the replay's own duration; without one (as fast
 * as possible), or with `keepGaps`, gaps stay as they are and the last event happens at the start.
 * No event happens later than it is sent, and order is kept.
 */
export function timelineOf(options: {
  firstMs: number;
  lastMs: number;
  events: number;
  ratePerSecond: number;
  startMs: number;
  keepGaps: boolean;
}): (timestampMs: number, nowMs: number) => number {
  const { firstMs, lastMs, startMs } = options;
  const spanMs = lastMs - firstMs;
  if (options.keepGaps || options.ratePerSecond <= 0 || spanMs <= 0) {
    return (timestampMs, nowMs) => Math.min(nowMs, Math.round(startMs - (lastMs - timestampMs)));
  }
  const durationMs = (1000 * options.events) / options.ratePerSecond;
  const scale = Math.min(1, durationMs / spanMs);
  const endMs = startMs + durationMs;
  return (timestampMs, nowMs) =>
    Math.min(nowMs, Math.round(endMs - (lastMs - timestampMs) * scale));
}
