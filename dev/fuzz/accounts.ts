import { createHash, randomBytes } from "node:crypto";
import { access } from "@slipstream/contracts/access";
import postgres from "postgres";
import type { System } from "../supervisor/system-options.ts";
import type { FuzzActor } from "./requests.ts";

const SHOP = "demo";
const PASSWORD = "correct horse battery";

/** Makes people of each role in a running system's demo shop, and a key with every scope. */
export class FuzzAccounts {
  readonly #system: System;
  readonly #sql: postgres.Sql;
  readonly #key = `slip_${randomBytes(24).toString("hex")}`;

  constructor(system: System) {
    this.#system = system;
    this.#sql = postgres(system.urls.stores.databaseOwnerUrl, {
      max: 2,
      // Rows are bound to their shop for the owner of the tables too.
      connection: { "app.shop": SHOP },
    });
  }

  async makeKey(): Promise<void> {
    const cells = Object.entries(access).flatMap(([resource, actions]) =>
      Object.keys(actions).map((action) => `${resource}:${action}`),
    );
    const hash = createHash("sha256").update(this.#key).digest("hex");
    await this.#sql`insert into api_keys (id, shop_id, name, hash, prefix, scopes) values
      (gen_random_uuid(), ${SHOP}, 'fuzz', ${hash}, 'slip_fuzz', ${[...cells, "events:write"]})`;
  }

  /** Headers of somebody new with this role. */
  async signIn(actor: FuzzActor): Promise<Record<string, string>> {
    if (actor === "none") return {};
    // A key that somebody has revoked, or another's work has, is made anew by the next call.
    if (actor === "key") return { authorization: `Bearer ${this.#key}` };
    const name = `fuzz-${randomBytes(6).toString("hex")}`;
    const email = `${name}@people.test`;
    const answer = await fetch(`${this.#system.urls.edge}/api/auth/signup`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name, email, password: PASSWORD }),
    });
    if (!answer.ok) throw new Error(`signing up: ${answer.status} ${await answer.text()}`);
    if (actor !== "buyer") await this.#grant(email, name, actor);
    return { cookie: answer.headers.getSetCookie().map(pairOf).join("; ") };
  }

  async close(): Promise<void> {
    await this.#sql.end();
  }

  async #grant(email: string, slug: string, role: string): Promise<void> {
    const [user] = await this.#sql<{ id: string }[]>`
      select id from users where shop_id = ${SHOP} and email = ${email}`;
    if (user === undefined) throw new Error(`${email} is not there`);
    await this.#sql`insert into user_roles (shop_id, user_id, role)
      values (${SHOP}, ${user.id}, ${role})`;
    if (role !== "seller") return;
    await this.#sql`insert into sellers (id, shop_id, slug, name)
      values (${user.id}, ${SHOP}, ${slug}, ${slug})`;
  }
}

function pairOf(line: string): string {
  return line.slice(0, line.indexOf(";"));
}
