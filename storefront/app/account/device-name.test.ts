import { expect, test } from "vitest";
import { deviceName } from "./device-name.ts";

test("browsers and systems are called by their names, whatever else they claim to be", () => {
  const edge =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0";
  const safari =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1";
  expect(deviceName(edge)).toBe("Edge on Windows");
  expect(deviceName(safari)).toBe("Safari on iPhone");
  expect(deviceName("tests")).toBe("A browser that does not say what it is");
});
