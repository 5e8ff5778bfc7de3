import { inOrder, isInOrder } from "@slipstream/edge/pages/in-order";
import { createElement as element, type ReactNode, Suspense, use } from "react";
import { renderToReadableStream } from "react-dom/server.edge";
import { expect, test } from "vitest";

/** What comes late: after so many turns of the event loop, or at once. */
type Delay = (turns: number) => Promise<string>;

async function later(turns: number): Promise<string> {
  for (let turn = 0; turn < turns; turn++) await new Promise((done) => setTimeout(done, 0));
  return `after ${turns}`;
}

const Late = ({ text }: { text: Promise<string> }) => use(text);

function waiting(text: Promise<string>, ...children: ReactNode[]) {
  const fallback = element("p", null, element(Suspense, null, "wait"), " …");
  return element(Suspense, { fallback }, element(Late, { text }), ...children);
}

/** Boundaries beside each other, within each other, and with a script in them. */
function page(delay: Delay) {
  const script = { dangerouslySetInnerHTML: { __html: "if (1 < 2) window.late = true" } };
  return element(
    "html",
    null,
    element("head", null, element("title", null, "A page")),
    element(
      "body",
      null,
      waiting(delay(2), element("div", null, waiting(delay(4), element("b", null, "deep")))),
      element("main", null, waiting(delay(3), element(Late, { text: delay(5) }), "!")),
      element(Suspense, null, element("i", null, "at once")),
      waiting(delay(1), element("script", script), waiting(delay(6))),
    ),
  );
}

/** When it showed: from then on React counts how long it gathers what comes late. */
const shellTime = /<script nonce="c0ffee" id="_R_">.*?<\/script>/;

async function render(delay: Delay, { streamed }: { streamed: boolean }): Promise<string> {
  const body = await renderToReadableStream(page(delay), {
    nonce: "c0ffee",
    progressiveChunkSize: Number.POSITIVE_INFINITY,
  });
  if (!streamed) await body.allReady;
  return new Response(body).text();
}

test("a page whose parts came late is, put in order, the page that was made in order", async () => {
  const streamed = await render(later, { streamed: true });
  expect(isInOrder(streamed)).toBe(false);
  const ordered = await render(later, { streamed: false });
  expect(isInOrder(ordered)).toBe(true);
  expect(inOrder(streamed).replace(shellTime, "")).toBe(ordered);
  expect(inOrder(ordered)).toBe(ordered);
});

test("a page that lacks a part is not in order", async () => {
  const streamed = await render(later, { streamed: true });
  const cut = streamed.slice(0, streamed.lastIndexOf("<div hidden"));
  expect(isInOrder(inOrder(cut))).toBe(false);
});
