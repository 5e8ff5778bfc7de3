import type { ProductDetail } from "@slipstream/contracts/shop-api";
import { useEffect } from "react";
import { Form } from "react-router";
import { comparePath, MAX_COMPARED, setCompared } from "../compare/chosen.ts";
import { CompareTable } from "../compare/compare-table.tsx";
import { t } from "../language/text.ts";
import { answerOf } from "../server/answer.server.ts";
import { storefrontOf } from "../server/storefront.server.ts";
import { Button } from "../ui/button.tsx";
import { ChipLink } from "../ui/link.tsx";
import { ProductLine } from "../ui/product-line.tsx";
import type { Route } from "./+types/compare";

const MAX_QUERY = 100;
const FOUND = 6;

export async function loader({ context, url }: Route.LoaderArgs) {
  const { api, client } = storefrontOf(context);
  const named = (url.searchParams.get("items") ?? "").split(",").filter(Boolean);
  const slugs = [...new Set(named)].slice(0, MAX_COMPARED);
  const query = (url.searchParams.get("q") ?? "").trim().slice(0, MAX_QUERY);
  const [asked, found] = await Promise.all([
    Promise.all(slugs.map((slug) => api.product(slug).catch(() => undefined))),
    query === ""
      ? undefined
      : answerOf(client.api.search.$get({ query: { q: query, pageSize: String(FOUND) } })),
  ]);
  const products = asked.filter((product): product is ProductDetail => product !== undefined);
  const isNew = ({ slug }: { slug: string }) => products.every((product) => product.slug !== slug);
  return { products, query, found: found?.items.filter(isNew) };
}

export function meta({ matches }: Route.MetaArgs) {
  const { shop } = matches[0].loaderData;
  return [{ title: `${t("Compare")} · ${shop.name}` }, { name: "robots", content: "noindex" }];
}

export default function ComparePage({ loaderData }: Route.ComponentProps) {
  const { products } = loaderData;
  const slugs = products.map(({ slug }) => slug);
  const key = slugs.join(",");
  // Taken off here, it is taken off everywhere; whoever goes on adds to what is seen here.
  useEffect(() => setCompared(key === "" ? [] : key.split(",")), [key]);
  return (
    <div className="page pt-8 md:pt-10">
      <h1 className="text-40 md:text-64">{t("Side by side")}</h1>
      {products.length === 0 ? (
        <p className="measure mt-4 text-ink-soft">
          {t(
            "Choose up to {count} products: look for one here, or take “Compare” on any product's page.",
            { count: MAX_COMPARED },
          )}
        </p>
      ) : (
        <CompareTable products={products} />
      )}
      {products.length < MAX_COMPARED && <AddAnother {...loaderData} slugs={slugs} />}
    </div>
  );
}

type AddAnotherProps = Pick<Route.ComponentProps["loaderData"], "query" | "found"> & {
  slugs: readonly string[];
};

function AddAnother({ slugs, query, found }: AddAnotherProps) {
  return (
    <section aria-labelledby="another" className="mt-16 max-w-[40rem]">
      <h2 id="another" className="text-28">
        {slugs.length === 0 ? t("Find one") : t("Add another")}
      </h2>
      <Form action="/compare" className="mt-4 flex gap-2">
        <input type="hidden" name="items" value={slugs.join(",")} />
        <input
          type="search"
          name="q"
          aria-label={t("Find a product")}
          defaultValue={query}
          maxLength={MAX_QUERY}
          required
          className="h-11 min-w-0 flex-1 rounded-full bg-control px-5"
        />
        <Button type="submit">{t("Find")}</Button>
      </Form>
      {found && (
        <ul className="mt-6 divide-y divide-line">
          {found.map((product) => (
            <li key={product.itemId} className="py-4">
              <ProductLine product={product}>
                <ChipLink to={comparePath([...slugs, product.slug])}>{t("Add")}</ChipLink>
              </ProductLine>
            </li>
          ))}
        </ul>
      )}
      {found?.length === 0 && (
        <p className="mt-6">{t("Nothing else of that name. Try another word.")}</p>
      )}
    </section>
  );
}
