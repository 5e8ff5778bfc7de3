import type { MadeUpVectors } from "../hnsw/made-up-vectors.ts";

/** Visitors who come back in turn: each has some sessions. */
const VISITORS = 20_000;
/** How long the visits reach back. */
const DAYS = 14;
const DAY_MS = 86_400_000;
const BETWEEN_VIEWS_MS = 20_000;

/** One item looked at. */
export interface MadeUpVisit {
  visitorId: string;
  sessionId: string;
  /** Of the made-up vectors. */
  row: number;
  occurredAt: number;
}

/** What visitors did, in order of time. */
export interface MadeUpVisits {
  visits: MadeUpVisit[];
  /** The newest sessions, each of another visitor. */
  open: { visitorId: string; sessionId: string }[];
}

export const itemIdOf = (row: number): string => `b-${row}`;

/**
 * Sessions over made-up vectors, evenly up to `endMs`, until there are at least `atLeast` visits.
 * The same vectors, the same visits.
 */
export function madeUpVisits(
  made: Pick<MadeUpVectors, "session">,
  options: { atLeast: number; open: number; endMs: number },
): MadeUpVisits {
  const sessions: number[][] = [];
  for (let visits = 0; visits < options.atLeast; visits += sessions.at(-1)!.length) {
    sessions.push(made.session());
  }
  const gapMs = (DAYS * DAY_MS) / sessions.length;
  const idsOf = (session: number) => ({
    visitorId: `v-${session % VISITORS}`,
    sessionId: `s-${session}`,
  });
  const visits = sessions.flatMap((rows, session) => {
    const lastMs = options.endMs - (sessions.length - 1 - session) * gapMs;
    return rows.map((row, at) => ({
      ...idsOf(session),
      row,
      occurredAt: Math.round(lastMs - (rows.length - 1 - at) * BETWEEN_VIEWS_MS),
    }));
  });
  visits.sort((left, right) => left.occurredAt - right.occurredAt);
  const open = Math.min(options.open, VISITORS, sessions.length);
  const firstOpen = sessions.length - open;
  return { visits, open: Array.from({ length: open }, (_, at) => idsOf(firstOpen + at)) };
}
