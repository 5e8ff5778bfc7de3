import type { AuditEntry, UserDetail } from "@slipstream/contracts/admin-api";
import { expect, test } from "vitest";
import { type SignedIn, signedIn } from "../testing/accounts.ts";
import { call, control, problemOf } from "../testing/client.ts";

function rolesOf(who: SignedIn, id: string, roles: string[], reason = ""): Promise<Response> {
  const path = `/api/admin/users/${id}/roles`;
  return call(path, { method: "PUT", headers: who.headers, body: { roles, reason } });
}

function turn(who: SignedIn, id: string, what: "disable" | "enable"): Promise<Response> {
  const path = `/api/admin/users/${id}/${what}`;
  return call(path, { headers: who.headers, body: { reason: "as a test" } });
}

async function detailOf(who: SignedIn, id: string): Promise<UserDetail> {
  return (await call(`/api/admin/users/${id}`, { headers: who.headers })).json();
}

/** Takes the role from whoever other tests made an admin. */
function onlyAdmins(...admins: SignedIn[]): Promise<void> {
  const ids = admins.map(({ userId }) => `'${userId}'`).join(", ");
  const statement = `delete from user_roles where role = 'admin' and user_id not in (${ids})`;
  return control("/sql", { statement: `${statement} and shop_id = 'demo'` });
}

test("an admin finds people by name, address, role and state", async () => {
  const admin = await signedIn({ roles: ["admin"] });
  const ida = await signedIn({ name: "Ida 100% Berg", roles: ["seller"] });
  const find = async (query: string) => {
    const answer = await call(`/api/admin/users?${query}`, { headers: admin.headers });
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const { users } = (await answer.json()) as { users: { id: string }[] };
    return users.map(({ id }) => id);
  };
  expect(await find("q=ida+100%25+b")).toEqual([ida.userId]);
  // Signs that mean something in a pattern mean themselves.
  expect(await find("q=ida%25berg")).toEqual([]);
  expect(await find(`q=${ida.email.toUpperCase()}&role=seller&state=open`)).toEqual([ida.userId]);
  expect(await find(`q=${ida.email}&role=admin`)).toEqual([]);
  expect(await find(`q=${ida.email}&state=disabled`)).toEqual([]);
});

test("roles are granted and taken at once, and stand in the audit log", async () => {
  const admin = await signedIn({ roles: ["admin"], name: "Ada Min" });
  const ida = await signedIn({ name: "Ida Berg" });
  const users = { headers: ida.headers };
  expect((await call("/api/admin/users", users)).status).toBe(403);
  const granted = await rolesOf(admin, ida.userId, ["admin", "seller"], "she asked");
  expect(((await granted.json()) as UserDetail).roles).toEqual(["buyer", "seller", "admin"]);
  // Her token still says `buyer` until it is renewed; the one of an admin is looked up each time.
  const again = await signedIn({ roles: ["admin"] });
  expect((await call("/api/admin/users", { headers: again.headers })).status).toBe(200);
  expect((await rolesOf(admin, again.userId, [])).status).toBe(200);
  expect((await call("/api/admin/users", { headers: again.headers })).status).toBe(403);
  const { history } = await detailOf(admin, ida.userId);
  expect(history).toMatchObject([
    {
      actor: "Ada Min",
      action: "set_roles",
      before: ["buyer"],
      after: ["buyer", "seller", "admin"],
      reason: "she asked",
    },
  ]);
});

test("a new seller has a place in the list of sellers", async () => {
  const admin = await signedIn({ roles: ["admin"] });
  const ida = await signedIn({ name: "Käthe & Söhne" });
  await rolesOf(admin, ida.userId, ["seller"]);
  await rolesOf(admin, ida.userId, []);
  await rolesOf(admin, ida.userId, ["seller"]);
  const figures = `/api/figures?from=2024-01-01&to=2024-01-02&seller=${ida.userId}`;
  expect((await call(figures, { headers: admin.headers })).status).toBe(200);
  const { history } = await detailOf(admin, ida.userId);
  expect(history.map(({ action }) => action)).toEqual(["set_roles", "set_roles", "set_roles"]);
});

test("the last admin stays, whichever way they would go, and two cannot go at once", async () => {
  const admin = await signedIn({ roles: ["admin"] });
  const second = await signedIn({ roles: ["admin"] });
  await onlyAdmins(admin, second);
  const both = await Promise.all([
    rolesOf(admin, second.userId, []),
    rolesOf(second, admin.userId, []),
  ]);
  const gone = both.filter(({ status }) => status === 200).length;
  expect(gone).toBe(1);
  const stayed = both[0].status === 200 ? admin : second;
  for (const attempt of [
    rolesOf(stayed, stayed.userId, ["seller"]),
    turn(stayed, stayed.userId, "disable"),
  ]) {
    expect(await problemOf(await attempt)).toEqual({ status: 409, code: "last_admin" });
  }
  expect((await call("/api/admin/users", { headers: stayed.headers })).status).toBe(200);
});

test("a closed admin is none: who is left is the last", async () => {
  const admin = await signedIn({ roles: ["admin"] });
  const closed = await signedIn({ roles: ["admin"] });
  await onlyAdmins(admin, closed);
  expect((await turn(admin, closed.userId, "disable")).status).toBe(200);
  const attempt = await rolesOf(admin, admin.userId, []);
  expect(await problemOf(attempt)).toEqual({ status: 409, code: "last_admin" });
  // The role of one who is closed may be taken: it counted for nothing.
  expect((await rolesOf(admin, closed.userId, [])).status).toBe(200);
});

test("a closed account's sessions die at once; opened again it can sign in", async () => {
  const admin = await signedIn({ roles: ["admin"] });
  const seller = await signedIn({ roles: ["seller"] });
  const buyer = await signedIn();
  const figures = "/api/figures?from=2024-01-01&to=2024-01-02";
  expect((await call(figures, { headers: seller.headers })).status).toBe(200);
  expect((await call("/api/account", { headers: buyer.headers })).status).toBe(200);
  const closed = await turn(admin, seller.userId, "disable");
  expect(await closed.json()).toMatchObject({ openSessions: 0, disabledAt: expect.any(String) });
  await turn(admin, buyer.userId, "disable");
  expect((await call(figures, { headers: seller.headers })).status).toBe(401);
  expect((await call("/api/account", { headers: buyer.headers })).status).toBe(401);
  const opened = (await (await turn(admin, seller.userId, "enable")).json()) as UserDetail;
  expect(opened.disabledAt).toBeUndefined();
  // What ended stays ended.
  expect((await call(figures, { headers: seller.headers })).status).toBe(401);
});

test("people of another shop are nobody", async () => {
  const admin = await signedIn({ roles: ["admin"] });
  const foreign = await signedIn({ roles: ["admin"], shop: "other" });
  for (const attempt of [
    call(`/api/admin/users/${foreign.userId}`, { headers: admin.headers }),
    rolesOf(admin, foreign.userId, []),
    turn(admin, foreign.userId, "disable"),
  ]) {
    expect(await problemOf(await attempt)).toEqual({ status: 404, code: "unknown_user" });
  }
});

test("the audit log is read by kind, by actor and page by page, and by admins only", async () => {
  const admin = await signedIn({ roles: ["admin"] });
  const ida = await signedIn();
  for (let turns = 0; turns < 30; turns++) {
    await turn(admin, ida.userId, turns % 2 === 0 ? "disable" : "enable");
  }
  const mine = `/api/admin/audit?actor=${admin.userId}`;
  const read = async (path: string) => {
    const answer = await call(path, { headers: admin.headers });
    return (await answer.json()) as { entries: AuditEntry[]; resources: string[]; next?: string };
  };
  const { entries, resources } = await read(mine);
  expect(entries).toHaveLength(30);
  expect(resources).toContain("user");
  const [newest, second] = entries as [AuditEntry, AuditEntry];
  expect(newest.action).toBe("enable");
  const { entries: older } = await read(`${mine}&before=${newest.id}`);
  expect(older[0]).toEqual(second);
  expect((await read(`${mine}&action=disable`)).entries).toHaveLength(15);
  expect((await read(`${mine}&resource=rule`)).entries).toEqual([]);
  expect((await read(`${mine}&to=2024-01-01`)).entries).toEqual([]);
  const ops = await signedIn({ roles: ["ops"] });
  expect((await call("/api/admin/audit", { headers: ops.headers })).status).toBe(403);
});
