import { expect, test } from "vitest";
import { signedIn } from "../testing/accounts.ts";
import { call, problemOf } from "../testing/client.ts";

const path = "/api/ops/status";

test("a route that is guarded asks for the role", async () => {
  const [ops, buyer] = [await signedIn({ roles: ["ops"] }), await signedIn()];
  expect((await call(path, { headers: ops.headers })).status).toBe(200);
  expect(await problemOf(await call(path, { headers: buyer.headers }))).toEqual({
    status: 403,
    code: "forbidden",
  });
  expect(await problemOf(await call(path))).toEqual({ status: 401, code: "sign_in_required" });
});
