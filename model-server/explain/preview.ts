import type { PreviewResponse } from "@slipstream/contracts/debugger";
import type { Rule } from "@slipstream/contracts/merchandising";
import { type PipelineParts, type RecommendOptions, recommend } from "../pipeline.ts";
import { withExplanations } from "./explain-items.ts";

/** What a draft of rules would do to one answer: with the rules that hold, and with the draft. */
export async function preview(
  parts: PipelineParts,
  options: RecommendOptions & { rules: readonly Rule[] },
): Promise<PreviewResponse> {
  const { rules, ...present } = options;
  // Both draw alike: what differs is what the rules do.
  const certain = { ...parts, random: () => 0 };
  const before = withExplanations(await recommend(certain, present));
  const after = withExplanations(await recommend(certain, { ...present, rules }));
  const from = placesIn(before.items);
  const to = placesIn(after.items);
  const moved = [...new Set([...to.keys(), ...from.keys()])].flatMap((itemId) => {
    const places = { from: from.get(itemId) ?? -1, to: to.get(itemId) ?? -1 };
    const title = options.model.catalogue.get(itemId)?.title ?? itemId;
    return places.from === places.to ? [] : [{ itemId, title, ...places }];
  });
  return { before, after, moved };
}

function placesIn(items: readonly { itemId: string; position: number }[]): Map<string, number> {
  return new Map(items.map(({ itemId, position }) => [itemId, position]));
}
