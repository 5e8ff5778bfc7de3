import { isShownOnPage } from "@slipstream/contracts/page-rails";
import type {
  PageRequest,
  RecommendRequest,
  RecommendResponse,
} from "@slipstream/contracts/recommend";
import { Deadline } from "./deadline.ts";
import type { PipelineParts } from "./pipeline.ts";

/**
 * The rails of one page, one after another, as each leaves out what those before it show. Of a rail
 * that is drafted from two lists it is not known here which items it will show: later ones show none
 * of either. Each may take its share of what is left of the time; a quick one leaves the rest of its
 * to the next.
 */
export async function recommendPage(
  rails: PageRequest["rails"],
  deadline: Deadline,
  recommend: (request: RecommendRequest, deadline: Deadline) => Promise<RecommendResponse>,
): Promise<RecommendResponse[][]> {
  const shown = new Set<string>();
  const page: RecommendResponse[][] = [];
  let left = rails.reduce((sum, { length }) => sum + length, 0);
  for (const questions of rails) {
    const before = [...shown];
    const answers: RecommendResponse[] = [];
    for (const request of questions) {
      const asked = { ...request, exclude: [...(request.exclude ?? []), ...before] };
      const answer = await recommend(asked, new Deadline(deadline.remainingMs / left--));
      answers.push(answer);
      const anchored = answer.anchorItemId !== undefined;
      if (!isShownOnPage(request, { anchored })) continue;
      for (const { itemId } of answer.items) shown.add(itemId);
    }
    page.push(answers);
  }
  return page;
}

/** The same parts, which read each visitor's state and wait for each sequence once: for one page. */
export function readingOnce(parts: PipelineParts): PipelineParts {
  return {
    ...parts,
    sessions: {
      read: once(
        ({ shop, visitorId, sessionId }) => JSON.stringify([shop, visitorId, sessionId]),
        (identity, remainingMs) => parts.sessions.read(identity, remainingMs),
      ),
    },
    waitFor: once(String, parts.waitFor),
  };
}

/** The function, called once for each key of its first argument. */
function once<First, Rest extends unknown[], Result>(
  keyOf: (first: First) => string,
  call: (first: First, ...rest: Rest) => Promise<Result>,
): (first: First, ...rest: Rest) => Promise<Result> {
  const results = new Map<string, Promise<Result>>();
  return (first, ...rest) => {
    const key = keyOf(first);
    const result = results.get(key) ?? call(first, ...rest);
    results.set(key, result);
    return result;
  };
}
