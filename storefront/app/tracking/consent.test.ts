import { expect, test } from "vitest";
import { readConsent } from "./consent.tsx";

test("reads the visitor's answer from the page's cookies", () => {
  expect(readConsent("a=b; slipstream-consent=granted")).toBe("granted");
  expect(readConsent("slipstream-consent=denied; c=d")).toBe("denied");
});

test("no answer, or one that we did not write, is no answer", () => {
  expect(readConsent("")).toBe("unknown");
  expect(readConsent("slipstream-consent=perhaps")).toBe("unknown");
  expect(readConsent("not-slipstream-consent=granted")).toBe("unknown");
});
