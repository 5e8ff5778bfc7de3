import {
  searchAnswerSchema,
  synonymListSchema,
  synonymSchema,
} from "@slipstream/contracts/search-api";
import { expect, test } from "vitest";
import { signedIn } from "../testing/accounts.ts";
import { call, problemOf } from "../testing/client.ts";

const PATH = "/api/admin/synonyms";

test("an admin makes, changes and removes synonyms, and searches follow at once", async () => {
  const { headers } = await signedIn({ roles: ["admin"] });
  const found = async () => {
    const response = await call("/api/search?q=luminaire&exact=true");
    return searchAnswerSchema.parse(await response.json()).total;
  };
  expect(await found()).toBe(0);
  const made = await call(PATH, { headers, body: { terms: ["Luminaire", " lamp ", "LAMP"] } });
  expect(made.status).toBe(201);
  const { id, terms } = synonymSchema.parse(await made.json());
  expect(terms).toEqual(["luminaire", "lamp"]);
  expect(await found()).toBe(20);

  const body = { terms: ["luminaire", "stool"] };
  expect((await call(`${PATH}/${id}`, { method: "PUT", headers, body })).status).toBe(200);
  const list = synonymListSchema.parse(await (await call(PATH, { headers })).json());
  expect(list.synonyms).toContainEqual(expect.objectContaining({ id, terms: body.terms }));

  expect((await call(`${PATH}/${id}`, { method: "DELETE", headers })).status).toBe(204);
  expect(await found()).toBe(0);
  const gone = await call(`${PATH}/${id}`, { method: "PUT", headers, body });
  expect(await problemOf(gone)).toEqual({ status: 404, code: "not_found" });
});

test("of one term there is nothing to say, and another shop's sets are not there", async () => {
  const { headers } = await signedIn({ roles: ["admin"] });
  for (const terms of [["lamp"], ["lamp", "--"], ["lamp", "a\0b"], []]) {
    const refused = await call(PATH, { headers, body: { terms } });
    expect(await problemOf(refused)).toEqual({ status: 400, code: "invalid_request" });
  }
  const made = await call(PATH, { headers, body: { terms: ["torch", "flashlight"] } });
  const { id } = synonymSchema.parse(await made.json());
  const other = await signedIn({ roles: ["admin"], shop: "other" });
  const foreign = await call(`${PATH}/${id}`, {
    method: "DELETE",
    headers: other.headers,
    host: "http://other.test",
  });
  expect(await problemOf(foreign)).toEqual({ status: 404, code: "not_found" });
});
