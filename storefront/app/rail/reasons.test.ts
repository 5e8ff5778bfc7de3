import { reasonSchema } from "@slipstream/contracts/recommend";
import { expect, test } from "vitest";
import { isPersonal, reasonSentence } from "./reasons.ts";

const names = (slug: string) => (slug === "lamps" ? "Lamps" : undefined);

test("names the product that a reason speaks of", () => {
  expect(reasonSentence({ code: "because_you_viewed", title: "Ida pendant lamp" }, names)).toBe(
    "Because you looked at Ida pendant lamp",
  );
  expect(reasonSentence({ code: "bought_together", title: "Bo stool" }, names)).toBe(
    "Often bought together with Bo stool",
  );
});

test("names a category that it knows, and does without one that it does not", () => {
  const code = "trending_in_category";
  expect(reasonSentence({ code, category: "lamps" }, names)).toBe("Popular in Lamps this week");
  expect(reasonSentence({ code, category: "gone" }, names)).toBe(
    "Popular in its category this week",
  );
});

test("every code has a sentence of its own that needs no further facts", () => {
  const sentences = reasonSchema.shape.code.options.map((code) => reasonSentence({ code }, names));
  expect(new Set(sentences).size).toBe(sentences.length);
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z][^!.]+[^!.\s]$/);
});

test("what the whole shop looks at is not personal", () => {
  expect(isPersonal({ code: "trending" })).toBe(false);
  expect(isPersonal({ code: "because_you_viewed" })).toBe(true);
});
