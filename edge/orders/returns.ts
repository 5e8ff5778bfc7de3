import type { LineUnits, OrderState } from "@slipstream/contracts/order-api";
import { ProblemError } from "@slipstream/contracts/problems";
import { orderLines, orderReturns } from "@slipstream/migrations/schema";
import { and, eq, inArray, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Principal } from "../auth/principal.ts";
import type { ShopTransaction } from "../database/database.ts";
import { writeAudit } from "../outbox/audit.ts";
import { carryOutRefunds, openRefund } from "../payments/refunds.ts";
import type { PaymentSurroundings } from "../payments/surroundings.ts";
import { returnToStock } from "../stock/reservations.ts";
import { advance } from "./advance.ts";
import { sendReturnLetter } from "./letters/buyer.ts";
import { sendSaleLetters } from "./letters/seller.ts";
import { type OrderLineRow, readLines } from "./lines.ts";
import { tellReturns } from "./order-facts.ts";
import { isWithin, lockSale, type SaleScope } from "./scope.ts";
import { bySeller, sharesOf, worthOf } from "./shares.ts";
import { standingOf } from "./standing.ts";
import { leftToRefund, returnTimeRefusal } from "./states.ts";
import { type LockedOrder, lockOrder, logOrderEvent, transition } from "./transition.ts";

type ReturnRow = typeof orderReturns.$inferSelect;

/**
 * A buyer's wish to send units back, one return a seller. Throws `unknown_order`, `wrong_state`
 * (not delivered, or too long ago), `invalid_request` (no such line, or more than can go back).
 */
export async function requestReturn(
  surroundings: PaymentSurroundings,
  asked: { orderId: string; principal: Principal; lines: readonly LineUnits[]; reason: string },
): Promise<void> {
  const { database, shop } = surroundings;
  const { principal, reason } = asked;
  await database.withShop(shop.id, async (transaction) => {
    const order = await lockOrder(transaction, shop.id, asked.orderId);
    const standing = await standingOf(transaction, shop.id, order);
    const lines = await readLines(transaction, shop.id, order.id);
    const open = await openUnits(transaction, order);
    const chosen = asked.lines.map(({ position, quantity }, index) => {
      const line = lines.find((one) => one.position === position);
      const most = line ? returnableOf(line, open) : 0;
      if (line && quantity <= most) return { line, quantity };
      const message = line ? `only ${most} can be sent back` : "there is no such line";
      throw new ProblemError("invalid_request", { issues: [{ path: `lines.${index}`, message }] });
    });
    const refusal = returnTimeRefusal(standing, Date.now());
    if (refusal !== undefined) throw new ProblemError("wrong_state", { detail: refusal });
    for (const sellerId of new Set(chosen.map(({ line }) => line.sellerId))) {
      await transaction.insert(orderReturns).values({
        id: uuidv7(),
        shopId: shop.id,
        orderId: order.id,
        sellerId,
        state: "requested",
        lines: chosen
          .filter(({ line }) => line.sellerId === sellerId)
          .map(({ line, quantity }) => ({ position: line.position, quantity })),
        reason,
        createdAt: new Date(),
      });
    }
    const asking = chosen.map(({ line, quantity }) => ({ ...line, quantity }));
    const about = { news: "sale_return" as const, order, lines: asking };
    await sendSaleLetters(transaction, surroundings, about);
    const data = { pieces: chosen.reduce((all, { quantity }) => all + quantity, 0) };
    if (order.state === "return_requested") {
      const orderId = order.id;
      const kind = "return_requested";
      await logOrderEvent(transaction, { shop: shop.id, orderId, kind, principal, reason, data });
      return;
    }
    const cause = { principal, reason, data };
    await transition(transaction, shop.id, order.id, "return_requested", cause);
  });
}

/** Units of each line in returns that are not over. */
export async function openUnits(
  transaction: ShopTransaction,
  order: Pick<LockedOrder, "id" | "shopId">,
): Promise<Map<number, number>> {
  const open = await transaction
    .select({ lines: orderReturns.lines })
    .from(orderReturns)
    .where(
      and(
        eq(orderReturns.shopId, order.shopId),
        eq(orderReturns.orderId, order.id),
        inArray(orderReturns.state, ["requested", "approved"]),
      ),
    );
  const sums = new Map<number, number>();
  for (const { position, quantity } of open.flatMap(({ lines }) => lines)) {
    sums.set(position, (sums.get(position) ?? 0) + quantity);
  }
  return sums;
}

/** Units of a line that can be sent back: sent, not back yet, and in no open return. */
export function returnableOf(line: OrderLineRow, open: ReadonlyMap<number, number>): number {
  return line.fulfilledQuantity - line.returnedQuantity - (open.get(line.position) ?? 0);
}

interface Work {
  number: string;
  returnId: string;
  scope: SaleScope;
  principal: Principal;
}

/** Says yes or no to a return. Throws `unknown_order`, `unknown_return`, `wrong_state`. */
export function decideReturn(
  surroundings: PaymentSurroundings,
  work: Work & { approve: boolean; answer: string },
): Promise<OrderState> {
  const { database, shop } = surroundings;
  const { principal, approve, answer } = work;
  return database.withShop(shop.id, async (transaction) => {
    const { order, row } = await findReturn(transaction, shop.id, work, "requested");
    const state = approve ? "approved" : "refused";
    await transaction
      .update(orderReturns)
      .set({ state, answer, decidedAt: new Date() })
      .where(eq(orderReturns.id, row.id));
    const kind = `return_${state}`;
    const data = { answer };
    await logOrderEvent(transaction, { shop: shop.id, orderId: order.id, kind, principal, data });
    await audit(transaction, order, work, { action: kind, after: { answer } });
    await sendReturnLetter(transaction, surroundings, order, { approved: approve, answer });
    return advance(transaction, shop.id, order.id, { principal });
  });
}

/**
 * The goods of an approved return are here: back on the shelf unless they are damaged, and their
 * money back to the buyer; with the last of an order its delivery too. Throws `unknown_order`,
 * `unknown_return`, `wrong_state`.
 */
export async function receiveReturn(
  surroundings: PaymentSurroundings,
  work: Work & { restock: boolean },
): Promise<OrderState> {
  const { database, shop } = surroundings;
  const { principal } = work;
  const refundId = await database.withShop(shop.id, async (transaction) => {
    const { order, row } = await findReturn(transaction, shop.id, work, "approved");
    await transaction
      .update(orderReturns)
      .set({ state: "received" })
      .where(eq(orderReturns.id, row.id));
    const opened = await takeIn(transaction, order, row, work.restock);
    const data = { restocked: work.restock };
    const kind = "return_received";
    await logOrderEvent(transaction, { shop: shop.id, orderId: order.id, kind, principal, data });
    await audit(transaction, order, work, { action: kind, after: data });
    await advance(transaction, shop.id, order.id, { principal });
    return opened;
  });
  await carryOutRefunds(surroundings, [refundId]);
  return database.withShop(
    shop.id,
    async (transaction) => (await lockSale(transaction, shop.id, work.number, work.scope)).state,
  );
}

/** Brings units back and opens their refund. */
async function takeIn(
  transaction: ShopTransaction,
  order: LockedOrder,
  row: ReturnRow,
  restock: boolean,
): Promise<string | undefined> {
  const shop = order.shopId;
  const before = await readLines(transaction, shop, order.id);
  const shares = new Map(sharesOf(order, before).map((share) => [share.position, share]));
  const back = row.lines.map(({ position, quantity }) => {
    const share = shares.get(position)!;
    return { share, quantity, ...worthOf(share, quantity) };
  });
  for (const { share, quantity } of back) {
    await transaction
      .update(orderLines)
      .set({ returnedQuantity: sql`${orderLines.returnedQuantity} + ${quantity}` })
      .where(and(eq(orderLines.orderId, order.id), eq(orderLines.position, share.position)));
  }
  if (restock) {
    const lines = back.map(({ share, quantity }) => ({ sku: share.sku, quantity }));
    await returnToStock(transaction, shop, lines);
  }
  const after = await readLines(transaction, shop, order.id);
  await tellReturns(transaction, shop, order, { before, after });
  const left = leftToRefund(await standingOf(transaction, shop, order));
  const sum = back.reduce((all, { goodsMinor, taxMinor }) => all + goodsMinor + taxMinor, 0);
  const nothingKept = after.every(
    (line) => line.cancelledQuantity + line.returnedQuantity === line.quantity,
  );
  return openRefund(transaction, shop, order, {
    amountMinor: nothingKept ? left : Math.min(sum, left),
    reason: "",
    lines: row.lines,
    sellerId: row.sellerId ?? undefined,
    shares: bySeller(
      back.map(({ share, goodsMinor }) => ({ sellerId: share.sellerId, amountMinor: goodsMinor })),
    ),
  });
}

async function findReturn(
  transaction: ShopTransaction,
  shop: string,
  { number, returnId, scope }: Work,
  state: ReturnRow["state"],
): Promise<{ order: LockedOrder; row: ReturnRow }> {
  const order = await lockSale(transaction, shop, number, scope);
  const [row] = await transaction
    .select()
    .from(orderReturns)
    .where(and(eq(orderReturns.orderId, order.id), eq(orderReturns.id, returnId)));
  if (!row || !isWithin(scope, row.sellerId)) throw new ProblemError("unknown_return");
  if (row.state !== state) {
    throw new ProblemError("wrong_state", { detail: `this return is ${row.state}` });
  }
  return { order, row };
}

function audit(
  transaction: ShopTransaction,
  order: LockedOrder,
  { principal, returnId }: Work,
  entry: { action: string; after: Record<string, unknown> },
): Promise<void> {
  const { action, after } = entry;
  return writeAudit(transaction, order.shopId, {
    principal,
    action,
    resource: "order",
    resourceId: order.number,
    after: { returnId, ...after },
  });
}
