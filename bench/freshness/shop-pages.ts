import { Agent } from "node:http";
import type { ClientMessage } from "@slipstream/contracts/rail-socket";
import { productListSchema } from "@slipstream/contracts/shop-api";
import { hearRails, openSocket } from "@slipstream/dev/traffic/live-socket";
import { httpRequest } from "../http-client.ts";
import type { LivePage } from "./drive.ts";

const RAIL_ITEMS = 12;
/** Pages that are opened at once. */
const OPENED_AT_ONCE = 20;
/** Products that the visitors look at, one after the other, each starting elsewhere. */
const PRODUCT_PAGES = 4;

/** Opens pages of the shop as so many new visitors who agreed to be followed, each with one live rail. */
export async function openShopPages(options: {
  edgeUrl: string;
  count: number;
}): Promise<LivePage[]> {
  const agent = new Agent({ keepAlive: true });
  const itemIds = await listItems(options.edgeUrl, agent);
  const pages: LivePage[] = [];
  while (pages.length < options.count) {
    const some = Math.min(OPENED_AT_ONCE, options.count - pages.length);
    const opened = Array.from({ length: some }, (_, index) =>
      openPage({ ...options, agent, itemIds, firstItem: (pages.length + index) * 7 }),
    );
    pages.push(...(await Promise.all(opened)));
  }
  return pages;
}

async function listItems(edgeUrl: string, agent: Agent): Promise<string[]> {
  const ids: string[] = [];
  for (let page = 1; page <= PRODUCT_PAGES; page++) {
    const url = new URL(`/api/products?page=${page}`, edgeUrl);
    const answer = await httpRequest({ url, agent });
    if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
    const list = productListSchema.parse(JSON.parse(answer.body.toString()));
    ids.push(...list.items.map(({ itemId }) => itemId));
  }
  return ids;
}

async function openPage(options: {
  edgeUrl: string;
  agent: Agent;
  itemIds: readonly string[];
  firstItem: number;
}): Promise<LivePage> {
  const { edgeUrl, agent, itemIds } = options;
  const origin = new URL(edgeUrl).origin;
  // Visitors of one shop come from many networks; what one may do is limited.
  const address = { "cf-connecting-ip": `2001:db8:0:${options.firstItem.toString(16)}::1` };
  const agreed = await httpRequest({
    url: new URL("/api/consent", edgeUrl),
    agent,
    method: "POST",
    headers: { origin, ...address },
    body: JSON.stringify({ choice: "granted" }),
  });
  if (agreed.status !== 200) throw new Error(`/api/consent answered ${agreed.status}`);
  const cookie = (agreed.headers["set-cookie"] ?? []).map((line) => line.split(";")[0]).join("; ");
  const socket = await openSocket(`${origin.replace(/^http/, "ws")}/api/live`, { cookie, origin });
  const subscribe: ClientMessage = {
    kind: "subscribe",
    rails: [{ key: "bench", placement: "home_for_you", limit: RAIL_ITEMS }],
  };
  socket.send(JSON.stringify(subscribe));
  let looked = options.firstItem;
  return {
    async view(id) {
      const itemId = itemIds[looked++ % itemIds.length]!;
      const event = { id, type: "view", itemId, occurredAt: Date.now() };
      const { status, body } = await httpRequest({
        url: new URL("/api/events", edgeUrl),
        agent,
        method: "POST",
        headers: { cookie, origin, ...address },
        body: JSON.stringify({ events: [event] }),
      });
      if (status !== 202) throw new Error(`/api/events answered ${status}: ${body}`);
    },
    onRail: (hear) => hearRails(socket, hear),
    close: () => socket.close(),
  };
}
