import { expect, test } from "vitest";
import type { ShopModel } from "../shop-model.ts";
import { smallShop, stepFactory } from "../testing/shop.ts";
import { blendOf } from "./blend-message.ts";
import { type ExampleOutcome, ShopBlend } from "./shop-blend.ts";

const always = (work: () => void) => {
  work();
  return true;
};
const idle = () => new Promise((resolve) => setImmediate(resolve));

const step = stepFactory();

/** New visitors who look at one thing, then at what is new in its category. */
async function browse(model: ShopModel, visitors: number): Promise<void> {
  for (let visitor = 0; visitor < visitors; visitor++) {
    const who = { visitorId: `w${visitor}`, sessionId: `w${visitor}` };
    for (const itemId of [`rugs-${visitor % 9}`, "rugs-10"]) {
      model.steps.apply(3, [step({ ...who, itemId })]);
    }
    await idle();
  }
}

function learner(model: ShopModel, spare = always) {
  const outcomes: ExampleOutcome[] = [];
  const blend = new ShopBlend(model, { spare, onOutcome: (outcome) => outcomes.push(outcome) });
  return { blend, outcomes };
}

test("learns from visits, each predicted before the sources know of it", async () => {
  const model = smallShop();
  const { blend, outcomes } = learner(model);
  expect(blend.takeMessage()).toBeUndefined();
  await browse(model, 40);
  // The first visits of sessions follow nothing, and are not asked for.
  expect(outcomes).toHaveLength(40);
  expect(outcomes.filter((outcome) => outcome === "learnt").length).toBeGreaterThan(30);
  const message = blend.takeMessage()!;
  expect(message.version).toBe(outcomes.filter((outcome) => outcome === "learnt").length);
  const weightOf = (feature: string) => message.weights[message.features.indexOf(feature)]!;
  // Everybody went on to what leads the shop's next visits.
  expect(weightOf("next_item.z")).toBeGreaterThan(0);
  expect(blend.takeMessage()).toBeUndefined();
  model.rankers.apply(message);
  const asked = { request: { placement: "home_for_you" as const }, isOfSession: true };
  expect(model.rankers.blendFor(asked as never).version).toBe(String(message.version));
  expect(model.rankers.blendFor({ ...asked, isOfSession: false } as never).version).toBe("initial");
});

test("whoever learns next goes on where the last one was", async () => {
  const model = smallShop();
  const first = learner(model);
  await browse(model, 10);
  const message = first.blend.takeMessage()!;
  first.blend.close();
  await browse(model, 5);
  expect(first.blend.takeMessage()).toBeUndefined();
  model.rankers.apply(message);
  const next = learner(model);
  await browse(model, 5);
  const later = next.blend.takeMessage()!;
  expect(later.version).toBeGreaterThan(message.version);
  const before = blendOf(message).state();
  const after = blendOf(later).state();
  for (const [at, square] of before.squares.entries()) {
    expect(after.squares[at]).toBeGreaterThanOrEqual(square);
  }
});

test("what nobody has time for is counted, not learnt; so is what waits in vain", async () => {
  const model = smallShop();
  const busy = learner(model, () => false);
  await browse(model, 3);
  expect(busy.outcomes).toEqual(["busy", "busy", "busy"]);
  expect(busy.blend.takeMessage()).toBeUndefined();
  const hasty = learner(model);
  for (let visitor = 0; visitor < 30; visitor++) {
    const who = { visitorId: `h${visitor}`, sessionId: `h${visitor}` };
    for (const itemId of ["cups-0", "cups-1"]) {
      model.steps.apply(4, [step({ ...who, itemId })]);
    }
  }
  expect(hasty.outcomes.filter((outcome) => outcome === "dropped").length).toBe(30 - 16);
  await idle();
  await idle();
  expect(hasty.outcomes).toContain("learnt");
});

test("with learning switched off nothing is learnt", async () => {
  const model = smallShop();
  model.switches.apply({ readAt: 1, off: ["learning"] });
  const { outcomes } = learner(model);
  await browse(model, 3);
  expect(outcomes).toEqual([]);
});
