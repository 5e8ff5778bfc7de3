import { orderStates } from "@slipstream/contracts/order-states";
import { ProblemError } from "@slipstream/contracts/problems";
import { orderEvents, orderLines, orders } from "@slipstream/migrations/schema";
import { asc, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { beforeAll, expect, test } from "vitest";
import { atTill, openTill, till } from "../testing/till.ts";
import { moves } from "./states.ts";
import { transition } from "./transition.ts";

beforeAll(openTill);

type State = (typeof orderStates)[number];

/** An order of one line in some state, with nothing paid, sent or asked. */
async function orderIn(state: State): Promise<string> {
  const id = uuidv7();
  await atTill(async (transaction) => {
    await transaction.insert(orders).values({
      id,
      shopId: till.id,
      number: `T${id.slice(-12)}`,
      state,
      currency: "EUR",
      subtotalMinor: 1000,
      totalMinor: 1000,
    });
    await transaction.insert(orderLines).values({
      shopId: till.id,
      orderId: id,
      position: 0,
      sku: "none-1",
      productId: "none",
      title: "Thing",
      quantity: 1,
      priceMinor: 1000,
    });
  });
  return id;
}

function logOf(orderId: string) {
  return atTill((transaction) =>
    transaction
      .select({
        from: orderEvents.fromState,
        to: orderEvents.toState,
        actor: orderEvents.actorKind,
        data: orderEvents.data,
      })
      .from(orderEvents)
      .where(eq(orderEvents.orderId, orderId))
      .orderBy(asc(orderEvents.at)),
  );
}

async function attempt(orderId: string, to: State): Promise<string> {
  try {
    const moved = await atTill((transaction) =>
      transition(transaction, till.id, orderId, to, { system: true, reason: "a test" }),
    );
    return moved.state;
  } catch (error) {
    if (error instanceof ProblemError) return error.code;
    throw error;
  }
}

test.each(orderStates)("from %s every move that is not in the table is refused", async (from) => {
  const id = await orderIn(from);
  for (const to of orderStates) {
    if (moves[from][to]) continue;
    expect(`${to}: ${await attempt(id, to)}`).toBe(`${to}: wrong_state`);
  }
  expect(await logOf(id)).toEqual([]);
});

test("a move is written down with who made it and why, and a guard that says no changes nothing", async () => {
  const id = await orderIn("created");
  expect(await attempt(id, "payment_pending")).toBe("payment_pending");
  expect(await attempt(id, "paid")).toBe("wrong_state");
  expect(await logOf(id)).toEqual([
    { from: "created", to: "payment_pending", actor: "system", data: { reason: "a test" } },
  ]);
  expect(await attempt(uuidv7(), "paid")).toBe("unknown_order");
});

test("of moves at the same time one is made", async () => {
  const id = await orderIn("payment_pending");
  const outcomes = await Promise.all([1, 2, 3, 4].map(() => attempt(id, "cancelled")));
  expect(outcomes.sort()).toEqual(["cancelled", "wrong_state", "wrong_state", "wrong_state"]);
});
