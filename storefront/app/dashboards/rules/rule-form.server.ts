import type { RuleInput } from "@slipstream/contracts/admin-api";
import type { Placement } from "@slipstream/contracts/placements";
import type { ApiClient } from "@slipstream/edge/api/in-process-client";
import { itemIdsOf } from "../scene.server.ts";
import { timeOfField } from "../shell/form-times.ts";

/** What the rule's form says, as the API takes it; what does not fit is refused at its field. */
export async function ruleInputOf(client: ApiClient, form: FormData): Promise<RuleInput> {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const itemIds = await itemIdsOf(client, text("target.itemIds"));
  const kind = text("kind") as RuleInput["kind"];
  const [startsAt, endsAt] = [timeOfField(text("startsAt")), timeOfField(text("endsAt"))];
  const moves = kind === "boost" || kind === "bury";
  return {
    name: text("name"),
    kind,
    target: {
      ...(itemIds.length === 0 ? {} : { itemIds }),
      ...(text("target.category") === "" ? {} : { category: text("target.category") }),
      ...(text("target.brand") === "" ? {} : { brand: text("target.brand") }),
      ...(text("target.sellerId") === "" ? {} : { sellerId: text("target.sellerId") }),
    },
    placements: form.getAll("placements").map(String) as Placement[],
    active: form.get("active") !== null,
    ...(text("contextCategory") === "" ? {} : { contextCategory: text("contextCategory") }),
    ...(kind === "pin" ? { position: Number(text("position") || Number.NaN) - 1 } : {}),
    ...(moves ? { strength: Number(text("strength") || Number.NaN) / 100 } : {}),
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(endsAt === undefined ? {} : { endsAt }),
  };
}
