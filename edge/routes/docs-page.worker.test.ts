import { expect, test } from "vitest";
import { call } from "../testing/client.ts";

test("the documentation loads nothing from elsewhere, and its script carries the answer's nonce", async () => {
  const response = await call("/api/docs");
  const html = await response.text();
  const policy = response.headers.get("content-security-policy")!;
  const nonce = /<script nonce="([^"]+)">/.exec(html)![1]!;
  expect(policy).toContain(`script-src 'self' 'nonce-${nonce}'`);
  const addresses = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map((match) => match[1]!);
  expect(addresses.some((address) => address.includes("swagger-ui-bundle"))).toBe(true);
  for (const address of addresses) expect(address).not.toMatch(/^([a-z]+:|\/\/)/);
});
