import type { SellingVariant } from "@slipstream/contracts/selling-api";
import { useSearchParams } from "react-router";
import { problemOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import type { FormProblem } from "../../ui/form/form-problem.ts";
import { Pagination } from "../../ui/pagination.tsx";
import { Section } from "../shell/dashboard-shell.tsx";
import { withParams } from "../shell/params.ts";
import { SearchForm } from "../shell/toolbar.tsx";
import type { Route } from "./+types/variants";
import { loadProduct, versionOf } from "./product.server.ts";
import { ProductFrame } from "./product-frame.tsx";
import { changesOf, generatedOf } from "./variant-form.server.ts";
import { VariantGenerator } from "./variant-generator.tsx";
import { VariantTable } from "./variant-table.tsx";

/** Variants on one page of the table: their fields stay quick to type in. */
const PAGE_SIZE = 50;

export async function loader({ context, request, params, url }: Route.LoaderArgs) {
  const { product, variants } = await loadProduct({ context, request }, params.id);
  const words = (url.searchParams.get("q") ?? "").toLowerCase().split(/\s+/);
  const found = variants.filter((variant) => words.every((word) => textOf(variant).includes(word)));
  const pages = Math.max(1, Math.ceil(found.length / PAGE_SIZE));
  const page = Math.min(Math.max(1, Number(url.searchParams.get("page")) || 1), pages);
  const shown = found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  return { product, shown, found: found.length, page, pages, options: optionsOf(variants) };
}

function textOf({ sku, options }: SellingVariant): string {
  return [sku, ...Object.values(options)].join(" ").toLowerCase();
}

/** The options that the variants have, with their values in order of appearance. */
function optionsOf(variants: readonly SellingVariant[]): { name: string; values: string[] }[] {
  const names = Object.keys(variants[0]?.options ?? {});
  return names.map((name) => ({
    name,
    values: [...new Set(variants.map(({ options }) => options[name] ?? ""))],
  }));
}

type Answer = { intent: string; problem: FormProblem } | { intent: string; said: string };

export async function action({ context, request, params }: Route.ActionArgs): Promise<Answer> {
  const form = await request.formData();
  const intent = String(form.get("intent"));
  const { client, shop } = storefrontOf(context);
  const variants = client.api.selling.products[":id"].variants;
  const param = { id: params.id };
  if (intent === "save") {
    const { changes, issues } = changesOf(form, shop.currency);
    if (issues.length > 0) return { intent, problem: invalid(issues) };
    if (changes.length === 0) return { intent, said: "Nothing was changed" };
    const problem = await problemOf(await variants.$patch({ param, json: { changes } }), request);
    return problem ? { intent, problem } : { intent, said: "Saved" };
  }
  const { variants: present } = await loadProduct({ context, request }, params.id);
  const gone = new Set(form.getAll("gone").map(String));
  const wanted =
    intent === "remove"
      ? { variants: present.filter(({ sku }) => !gone.has(sku)).map(withoutStock) }
      : generatedOf(form, { present, currency: shop.currency });
  if ("issues" in wanted) return { intent, problem: invalid(wanted.issues) };
  const json = { version: versionOf(form), variants: wanted.variants };
  const problem = await problemOf(await variants.$put({ param, json }), request);
  return problem ? { intent, problem } : { intent, said: `There are ${json.variants.length} now` };
}

function withoutStock({ sku, options, priceMinor }: SellingVariant) {
  return { sku, options, priceMinor };
}

function invalid(issues: FormProblem["issues"]): FormProblem {
  const title = "Please look at this again";
  return { status: 400, code: "invalid_request", title, detail: title, issues };
}

export default function VariantsPage({ loaderData, actionData }: Route.ComponentProps) {
  const { product, shown, found, page, pages, options } = loaderData;
  const [params] = useSearchParams();
  const ofTable = actionData && actionData.intent !== "make" ? actionData : undefined;
  const ofMaker = actionData?.intent === "make" ? actionData : undefined;
  return (
    <ProductFrame product={product}>
      <title>{`Variants of ${product.title}`}</title>
      <Section
        title="What there is"
        aside={found < product.variantCount ? `${found} of ${product.variantCount}` : undefined}
      >
        {product.variantCount > 10 && (
          <div className="mb-3">
            <SearchForm label="Search variants" placeholder="Number or value" />
          </div>
        )}
        <VariantTable
          key={`${product.version} ${page} ${params.get("q")}`}
          product={product}
          variants={shown}
          answer={ofTable}
        />
        <Pagination
          page={page}
          pages={pages}
          to={(each) => withParams(params, { page: String(each) })}
        />
      </Section>
      <Section title="Make variants from options">
        <VariantGenerator product={product} options={options} answer={ofMaker} />
      </Section>
    </ProductFrame>
  );
}
