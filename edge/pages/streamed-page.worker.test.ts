import { waitOnExecutionContext } from "cloudflare:test";
import { servedRequestId } from "@slipstream/contracts/request-views";
import type { RouterContextProvider } from "react-router";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type StorefrontContext, storefrontContext } from "../storefront-context.ts";
import { bindings, control, eventually } from "../testing/client.ts";
import { newExecution } from "../testing/execution.ts";
import { servePage } from "./serve-page.ts";

/** What a page writes; it ends when the promise resolves, and breaks off when it rejects. */
type Write = (
  storefront: StorefrontContext,
  write: (text: string) => Promise<void>,
) => Promise<void>;

const builds = crypto.randomUUID();
let build = 0;

/** A site whose pages go out bit by bit, under a build of its own so that tests share no cache. */
function site(write: Write) {
  const buildId = `${builds}-${++build}`;
  const renderPage = async (_: Request, context: RouterContextProvider) => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const encoder = new TextEncoder();
    const written = write(context.get(storefrontContext), (text) =>
      writer.write(encoder.encode(text)),
    );
    written.then(
      () => writer.close(),
      (error) => writer.abort(error),
    );
    return new Response(readable, { headers: { "content-type": "text/html; charset=utf-8" } });
  };
  const open = async (headers: Record<string, string> = {}) => {
    const execution = newExecution();
    const request = new Request("http://shop.test/p/product-1", { headers });
    const response = await servePage({ request, env: bindings, execution, renderPage, buildId });
    return { response, execution, state: response.headers.get("x-slipstream-cache") };
  };
  const get = async (headers: Record<string, string> = {}) => {
    const { response, execution, state } = await open(headers);
    const text = await response.text().catch(() => "broke off");
    await waitOnExecutionContext(execution);
    return { text, state, policy: response.headers.get("content-security-policy") };
  };
  return { open, get };
}

beforeAll(() => control("/model/start"));
afterAll(() => control("/model/kill"));

test("a page goes out while its rails are made, and is kept once it is whole", async () => {
  let go = () => {};
  const railsReady = new Promise<void>((resolve) => {
    go = resolve;
  });
  const shop = site(async ({ nonce, streamed }, write) => {
    await write(`shell ${streamed} nonce="${nonce}" `);
    await railsReady;
    await write("rails");
  });
  const { response, execution, state } = await shop.open();
  expect(state).toBe("miss");
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const first = await reader.read();
  expect(first.value).toContain("shell true");
  const nonce = /nonce="([^"]+)"/.exec(first.value!)![1]!;
  expect(response.headers.get("content-security-policy")).toContain(`'nonce-${nonce}'`);
  go();
  expect((await reader.read()).value).toBe("rails");
  await reader.read();
  await waitOnExecutionContext(execution);
  const again = await shop.get();
  expect(again.state).toBe("hit");
  const other = /nonce="([^"]+)" rails$/.exec(again.text)![1]!;
  expect(other).not.toBe(nonce);
  expect(again.policy).toContain(`'nonce-${other}'`);
});

test("a page that breaks off, or of which a part broke, is not kept", async () => {
  const brokenOff = site(async (_, write) => {
    await write("shell");
    throw new Error("the render broke");
  });
  const brokenPart = site(async ({ onBroken }, write) => {
    await write("shell");
    onBroken();
    await write("rails");
  });
  for (const shop of [brokenOff, brokenPart]) {
    const states = [(await shop.get()).state, (await shop.get()).state];
    expect(states).toEqual(["miss", "miss"]);
  }
});

test("a page whose parts came late is kept in order, for those without scripts", async () => {
  const shop = site(({ streamed }, write) =>
    write(streamed ? '<template id="B:0"></template><div hidden id="S:0">rail</div>' : "rail"),
  );
  const [first, second] = [await shop.get(), await shop.get()];
  expect([first.state, second.state]).toEqual(["miss", "hit"]);
  expect(first.text).toContain("<template");
  expect(second.text).toBe("rail");
});

test("robots and forced reloads: the first waits for all of it, the second streams", async () => {
  const shop = site(({ streamed }, write) => write(`streamed ${streamed}`));
  const robot = { "user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)" };
  expect((await shop.get(robot)).text).toBe("streamed false");
  expect((await shop.get({ "cache-control": "no-cache" })).text).toBe("streamed true");
});

test("each view of a kept page has request ids of its own, which lead to what was served", async () => {
  // Kept for seconds only: on a machine that is slow just now, another page is looked at.
  const views = await eventually(async () => {
    const shop = site(async ({ api }, write) => {
      const rail = await api.rail({ key: "k", placement: "trending", limit: 3 });
      await write(`id=${rail.requestId};again=${rail.requestId};`);
    });
    const three = [await shop.get(), await shop.get(), await shop.get()];
    return String(three.map(({ state }) => state)) === "miss,hit,hit" ? three : undefined;
  });
  const ids = views.map(({ text }) => {
    const [, id, again] = /^id=([^;]+);again=([^;]+);$/.exec(text)!;
    expect(again).toBe(id);
    return id!;
  });
  expect(new Set(ids).size).toBe(3);
  expect(new Set(ids.map(servedRequestId))).toEqual(new Set([ids[0]]));
});
