import { explainResponseSchema, previewResponseSchema } from "@slipstream/contracts/debugger";
import type {
  DebugAnswer,
  DebugQuery,
  RulePreview,
  RulePreviewQuery,
} from "@slipstream/contracts/debugger-api";
import type { Rule } from "@slipstream/contracts/merchandising";
import { ProblemError } from "@slipstream/contracts/problems";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Database } from "../database/database.ts";
import type { Settings } from "../env.ts";
import { askModelServerFor } from "./model-proxy.ts";
import { activeRules } from "./rules.ts";
import { cardsById, requestOf } from "./scene.ts";
import { findSubject } from "./subject.ts";

export interface Looking {
  database: Database;
  settings: Settings;
  catalogue: Catalogue;
  shop: string;
}

/**
 * Why everything in a rail stands where it stands, and why what is wanted does not stand there.
 * Throws `invalid_request`, `model_unavailable`.
 */
export async function debugRail(looking: Looking, query: DebugQuery): Promise<DebugAnswer> {
  const { database, settings, shop } = looking;
  const { wanted, ...scene } = query;
  const { subject, request } = await prepare(looking, scene);
  const answer = await askModelServerFor(settings, {
    path: "/v1/explain",
    body: { ...request, wanted },
    answer: explainResponseSchema,
  });
  const { recommendation, situation } = answer;
  const ids = [
    ...recommendation.items.map(({ itemId }) => itemId),
    ...recommendation.items.flatMap(({ reason }) => reason.itemId ?? []),
    ...situation.interests.map(({ itemId }) => itemId),
    ...situation.seeds,
    ...situation.hidden,
    ...(situation.anchor === undefined ? [] : [situation.anchor]),
    ...wanted,
  ];
  const products = await database.withShop(shop, (transaction) =>
    cardsById(transaction, shop, ids),
  );
  return { subject, answer, products };
}

/**
 * What a rail would be with the draft of a rule, beside what it is. The draft counts as in force,
 * whatever its dates say. Throws `invalid_request`, `model_unavailable`.
 */
export async function previewRule(looking: Looking, query: RulePreviewQuery): Promise<RulePreview> {
  const { database, settings, shop } = looking;
  const { draft, replaces, ...scene } = query;
  const { subject, request } = await prepare(looking, scene);
  const others = await database.withShop(shop, (transaction) => activeRules(transaction, shop));
  const { active, startsAt: _start, endsAt: _end, ...rest } = draft;
  const rule: Rule = { id: replaces ?? "draft", ...rest };
  const rules = [...others.filter(({ id }) => id !== replaces), ...(active ? [rule] : [])];
  const preview = await askModelServerFor(settings, {
    path: "/v1/preview",
    body: { request, rules },
    answer: previewResponseSchema,
  });
  const ids = [...preview.before.items, ...preview.after.items].map(({ itemId }) => itemId);
  const products = await database.withShop(shop, (transaction) =>
    cardsById(transaction, shop, ids),
  );
  return { subject, preview, products };
}

async function prepare(looking: Looking, scene: Omit<DebugQuery, "wanted">) {
  const { database, catalogue, shop } = looking;
  if (scene.category !== undefined && !catalogue.subtree(scene.category)) {
    throw new ProblemError("unknown_category");
  }
  return database.withShop(shop, async (transaction) => {
    const subject = await findSubject(transaction, shop, scene.who);
    const request = await requestOf(transaction, { shop, scene, subject, catalogue });
    return { subject, request };
  });
}
