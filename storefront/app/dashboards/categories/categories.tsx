import type { ManagedCategory } from "@slipstream/contracts/selling-api";
import { tints } from "@slipstream/illustrations";
import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowUp from "lucide-react/icons/arrow-up";
import { Form, redirect } from "react-router";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { IconButton } from "../../ui/button.tsx";
import { TextLink } from "../../ui/link.tsx";
import { depthClass } from "../../ui/measure.ts";
import { Notice } from "../../ui/notice.tsx";
import { inTreeOrder } from "../products/category-options.ts";
import { ActionLink } from "../shell/action-link.tsx";
import { DashboardPage } from "../shell/dashboard-shell.tsx";
import type { Route } from "./+types/categories";
import { CategoryForm } from "./category-form.tsx";
import { changeTree } from "./change-tree.server.ts";

export async function loader({ context, request, url }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const { categories } = await answerOf(client.api.selling.categories.$get(), request);
  const edit = url.searchParams.get("edit");
  return { categories, edit, isNew: url.searchParams.has("new"), tintNames: Object.keys(tints) };
}

export async function action({ context, request }: Route.ActionArgs) {
  const form = await request.formData();
  const response = await changeTree(storefrontOf(context).client, form);
  const problem = await problemOf(response, request);
  return problem ? { problem } : redirect("/admin/categories");
}

export default function CategoriesPage({ loaderData, actionData }: Route.ComponentProps) {
  const { categories, edit, isNew, tintNames } = loaderData;
  const edited = categories.find(({ slug }) => slug === edit);
  const problem = actionData?.problem;
  return (
    <DashboardPage
      title={edited ? edited.name : isNew ? "New category" : "Categories"}
      trail={edited || isNew ? [{ name: "Categories", to: "/admin/categories" }] : []}
      actions={
        !edited && !isNew ? (
          <ActionLink to="?new" look="strong">
            New category
          </ActionLink>
        ) : undefined
      }
    >
      <title>Categories</title>
      {edited || isNew ? (
        <CategoryForm
          key={edited?.slug ?? ""}
          category={edited}
          categories={categories}
          tintNames={tintNames}
          problem={problem}
        />
      ) : (
        <>
          {problem && (
            <p role="alert" className="text-14 text-error">
              {problem.detail}
            </p>
          )}
          <CategoryTree categories={categories} />
        </>
      )}
    </DashboardPage>
  );
}

/** All categories as a tree, each with arrows among its brothers and sisters. */
function CategoryTree({ categories }: { categories: readonly ManagedCategory[] }) {
  if (categories.length === 0) {
    return <Notice title="No category yet">Products need one: make the first.</Notice>;
  }
  const parents = new Set(categories.map(({ parentSlug }) => parentSlug));
  return (
    <ul className="max-w-3xl text-14">
      {inTreeOrder(categories).map(({ node, level }) => {
        const siblings = categories
          .filter(({ parentSlug }) => parentSlug === node.parentSlug)
          .map(({ slug }) => slug);
        return (
          <li
            key={node.slug}
            className={`flex items-center gap-3 border-line border-b py-1 ps-[calc(var(--depth)*1.5rem)] last:border-0 ${depthClass(level)}`}
          >
            <span data-tint={node.tint} className="size-4 shrink-0 rounded-full" />
            <TextLink to={`?edit=${node.slug}`} className="min-w-0 flex-1">
              {node.name}
            </TextLink>
            {(node.products > 0 || !parents.has(node.slug)) && (
              <span className="figures text-ink-soft">
                {node.products}
                <span className="max-sm:sr-only">
                  {node.products === 1 ? " product" : " products"}
                </span>
              </span>
            )}
            <OrderButtons category={node} siblings={siblings} />
          </li>
        );
      })}
    </ul>
  );
}

interface OrderButtonsProps {
  category: ManagedCategory;
  /** The children of its parent, in order. */
  siblings: readonly string[];
}

function OrderButtons({ category, siblings }: OrderButtonsProps) {
  const { slug, name, parentSlug } = category;
  const place = siblings.indexOf(slug);
  return (
    <Form method="post" className="flex shrink-0">
      <input type="hidden" name="intent" value="order" />
      <input type="hidden" name="parentSlug" value={parentSlug ?? ""} />
      <IconButton
        label={`Move ${name} up`}
        type="submit"
        name="slugs"
        value={swapped(siblings, place, place - 1)}
        disabled={place === 0}
      >
        <ArrowUp size={16} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={`Move ${name} down`}
        type="submit"
        name="slugs"
        value={swapped(siblings, place, place + 1)}
        disabled={place === siblings.length - 1}
      >
        <ArrowDown size={16} aria-hidden="true" />
      </IconButton>
    </Form>
  );
}

/** The order with two of them changed, as the form sends it. */
function swapped(slugs: readonly string[], one: number, other: number): string {
  const order = [...slugs];
  const [a, b] = [order[one], order[other]];
  if (a !== undefined && b !== undefined) [order[one], order[other]] = [b, a];
  return order.join(",");
}
