import { ProblemError } from "@slipstream/contracts/problems";
import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../app-env.ts";
import { shopOfHost } from "../catalogue/shops.ts";
import { Database } from "../database/database.ts";
import { settingsOf } from "../env.ts";

/** Gives the request its settings and its database, whose connection ends with the request. */
export const prepareRequest: MiddlewareHandler<AppEnv> = async (context, next) => {
  const database = new Database(context.env);
  context.set("settings", settingsOf(context.env));
  context.set("database", database);
  await next();
};

/** Finds the shop of the request's host. Throws `unknown_shop`. */
export const resolveShop: MiddlewareHandler<AppEnv> = async (context, next) => {
  const { hostname } = new URL(context.req.url);
  const shop = await shopOfHost({
    database: context.var.database,
    host: hostname,
    waitUntil: (work) => context.executionCtx.waitUntil(work),
  });
  if (!shop) {
    throw new ProblemError("unknown_shop", { detail: `no shop answers at ${hostname}` });
  }
  context.set("shop", shop);
  await next();
};
