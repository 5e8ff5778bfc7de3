import { expect, test, vi } from "vitest";

// The runtime's own module, which is not there outside of it.
vi.mock("cloudflare:workers", () => ({ env: {} }));

test("one entry of the log is one line, whatever is in it", async () => {
  const lines: string[] = [];
  vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line));
  const { log } = await import("./log.ts");
  log("error", 'x\n{"level":"error","message":"forged"}', { error: new Error("a\r\nb") });
  vi.restoreAllMocks();
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toMatch(/[\r\n]/);
  expect(JSON.parse(lines[0]!)).toMatchObject({ level: "error" });
});
