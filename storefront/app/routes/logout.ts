import { redirect, redirectDocument } from "react-router";
import { problemOf } from "../server/answer.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import type { Route } from "./+types/logout";

export function loader() {
  return redirect("/");
}

export async function action({ context }: Route.ActionArgs) {
  await problemOf(await storefrontOf(context).client.api.auth.logout.$post());
  return redirectDocument("/");
}
