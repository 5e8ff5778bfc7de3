import { ProblemError } from "@slipstream/contracts/problems";
import type { StorefrontContext } from "@slipstream/edge/storefront-context";
import { storefrontContext } from "@slipstream/edge/storefront-context";
import type { RouterContextProvider } from "react-router";
import { data } from "react-router";

/** What the worker tells a loader: shop, API, consent, whether the page will be cached. */
export function storefrontOf(context: Readonly<RouterContextProvider>): StorefrontContext {
  return context.get(storefrontContext);
}

/** Awaits critical data; a problem of the API becomes an error page with the same status. */
export async function critical<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ProblemError) {
      throw data({ code: error.code, title: error.toDocument().title }, { status: error.status });
    }
    throw error;
  }
}
