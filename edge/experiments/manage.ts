import type { ExperimentInput, StoredExperiment } from "@slipstream/contracts/experiment-api";
import { ProblemError } from "@slipstream/contracts/problems";
import { experiments } from "@slipstream/migrations/schema";
import { and, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Principal } from "../auth/principal.ts";
import type { ShopTransaction } from "../database/database.ts";
import { writeAudit } from "../outbox/audit.ts";
import { readExperiment } from "./stored.ts";

/** Writes a draft. Throws `name_taken`. */
export async function createExperiment(
  transaction: ShopTransaction,
  shop: string,
  { principal, input }: { principal: Principal; input: ExperimentInput },
): Promise<StoredExperiment> {
  const id = uuidv7();
  const written = await transaction
    .insert(experiments)
    // Whom it divides how is its own matter: the salt is nobody else's.
    .values({ id, shopId: shop, salt: crypto.randomUUID(), ...input })
    .onConflictDoNothing({ target: [experiments.shopId, experiments.name] })
    .returning({ id: experiments.id });
  if (written.length === 0) throw new ProblemError("name_taken");
  const after = await readExperiment(transaction, shop, id);
  await writeAudit(transaction, shop, {
    ...{ principal, action: "create", resource: "experiment", resourceId: id, after },
  });
  return after;
}

/** Changes a draft. Throws `unknown_experiment`, `name_taken`, `wrong_state` for one that ran. */
export async function changeExperiment(
  transaction: ShopTransaction,
  shop: string,
  { principal, id, input }: { principal: Principal; id: string; input: ExperimentInput },
): Promise<StoredExperiment> {
  const before = await readExperiment(transaction, shop, id);
  if (before.state !== "draft") {
    throw new ProblemError("wrong_state", {
      detail: "what has run is not changed: its figures would be of two experiments",
    });
  }
  const [other] = await transaction
    .select({ id: experiments.id })
    .from(experiments)
    .where(and(eq(experiments.shopId, shop), eq(experiments.name, input.name)));
  if (other !== undefined && other.id !== id) throw new ProblemError("name_taken");
  await transaction
    .update(experiments)
    .set(input)
    .where(and(eq(experiments.shopId, shop), eq(experiments.id, id)));
  const after = await readExperiment(transaction, shop, id);
  await writeAudit(transaction, shop, {
    ...{ principal, action: "change", resource: "experiment", resourceId: id, before, after },
  });
  return after;
}
