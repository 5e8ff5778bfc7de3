import type { Rail } from "@slipstream/contracts/rail-socket";
import type { ReactNode } from "react";
import { renderToString } from "react-dom/server";
import { expect, it } from "vitest";
import { RailView } from "./rail.tsx";

const bare: Rail = {
  key: "for-you",
  placement: "home_for_you",
  requestId: "request",
  cards: [],
  degraded: false,
  stale: false,
  model: { name: "model", version: "1" },
};

function view(rail: Rail | undefined, empty?: ReactNode): string {
  return renderToString(
    <RailView live title={() => "For you"} spoken={() => ""} rail={rail} empty={empty} />,
  );
}

it("keeps the room of a rail on its way, and gives up that of one with nothing to show", () => {
  expect(view(undefined)).toContain("data-waiting");
  expect(view(bare)).toBe("");
  expect(view(bare, <p>Open any product.</p>)).toContain("Open any product.");
});
