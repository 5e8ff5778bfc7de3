import { afterEach, expect, test, vi } from "vitest";
import { readProblem } from "./problem-page.tsx";

afterEach(() => vi.unstubAllGlobals());

test("a request that reached nobody is the network's fault, in every browser's words", () => {
  const words = [
    "Failed to fetch",
    "NetworkError when attempting to fetch resource.",
    "Load failed",
  ];
  for (const message of words) {
    expect(readProblem(new TypeError(message))).toMatchObject({ title: "You are offline" });
  }
  vi.stubGlobal("navigator", { onLine: false });
  expect(readProblem(new Error("anything")).title).toBe("You are offline");
});

test("a fault of ours is ours, and a status says what it is", () => {
  const fault = new TypeError("Cannot read properties of undefined");
  expect(readProblem(fault).status).toBe(500);
  const answer = (status: number) => ({ status, statusText: "", internal: false, data: {} });
  expect(readProblem(answer(404)).title).toBe("There is nothing here");
  expect(readProblem(answer(503)).status).toBe(503);
  expect(readProblem(answer(502)).title).toBe("Something broke on our side");
});
