import { expect, test } from "vitest";
import { onChoiceElsewhere, tellOtherTabs } from "./other-tabs.ts";

test("a choice in one tab is heard in the others, until they stop listening", async () => {
  const heard: string[] = [];
  const stop = onChoiceElsewhere(() => heard.push("left"));
  stop();
  const told = new Promise<void>((resolve) => {
    const leave = onChoiceElsewhere(() => {
      heard.push("stayed");
      leave();
      resolve();
    });
  });
  tellOtherTabs();
  await told;
  expect(heard).toEqual(["stayed"]);
});
