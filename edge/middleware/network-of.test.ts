import { expect, test } from "vitest";
import { networkOf } from "./network-of.ts";

test("addresses of one IPv6 network are one, those of two are two, others stand for themselves", () => {
  const network = "2001:db8:0:7::/64";
  for (const address of ["2001:db8:0:7::1", "2001:0DB8::7:0:0:0:2", "2001:db8:0:7:a:b:c:d"]) {
    expect(networkOf(address)).toBe(network);
  }
  expect(networkOf("2001:db8:0:8::1")).not.toBe(network);
  expect(networkOf("::1")).toBe("0:0:0:0::/64");
  for (const other of ["192.0.2.7", "::ffff:192.0.2.7", "unknown"]) {
    expect(networkOf(other)).toBe(other);
  }
});
