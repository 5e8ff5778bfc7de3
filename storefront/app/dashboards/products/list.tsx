import type { ProductStatus, SellingRow } from "@slipstream/contracts/selling-api";
import { Form, useLocation, useSearchParams } from "react-router";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { Button } from "../../ui/button.tsx";
import { Pagination } from "../../ui/pagination.tsx";
import { Price } from "../../ui/price.tsx";
import { ProductPicture } from "../../ui/product-picture.tsx";
import { ActionLink } from "../shell/action-link.tsx";
import { DashboardPage } from "../shell/dashboard-shell.tsx";
import { type Column, DataTable } from "../shell/data-table.tsx";
import { FilterTabs } from "../shell/filter-tabs.tsx";
import { withParams } from "../shell/params.ts";
import { SearchForm, Toolbar } from "../shell/toolbar.tsx";
import type { Route } from "./+types/list";
import { statusOf } from "./product.server.ts";
import { productsPath } from "./product-place.ts";
import { StatusBadge } from "./status-badge.tsx";

export async function loader({ context, request, url }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const status = statusOf(url.searchParams.get("status"));
  const query = {
    page: url.searchParams.get("page") ?? "1",
    search: url.searchParams.get("q") ?? "",
    ...(status ? { status } : {}),
  };
  return answerOf(client.api.selling.products.$get({ query }), request);
}

export async function action({ context, request }: Route.ActionArgs) {
  const { client } = storefrontOf(context);
  const form = await request.formData();
  const itemIds = form.getAll("item").map(String);
  const status = statusOf(form.get("status"));
  if (itemIds.length === 0 || status === undefined)
    return { said: "Choose the products first.", refused: [] };
  const response = await client.api.selling.products.status.$post({ json: { itemIds, status } });
  const problem = await problemOf(response.clone(), request);
  if (problem) return { said: problem.detail, refused: [] };
  const { changed, refused } = await answerOf(response);
  return { said: changed === 1 ? "One product changed." : `${changed} products changed.`, refused };
}

export default function ProductsPage({ loaderData, actionData }: Route.ComponentProps) {
  const { items, counts, page, pages } = loaderData;
  const { pathname } = useLocation();
  const [params] = useSearchParams();
  const here = productsPath(pathname);
  const titles = new Map(items.map(({ itemId, title }) => [itemId, title]));
  return (
    <DashboardPage
      title="Products"
      actions={
        <>
          <ActionLink to={`${here}/file`}>Import and export</ActionLink>
          <ActionLink to={`${here}/new`} look="strong">
            New product
          </ActionLink>
        </>
      }
    >
      <title>Products</title>
      <div>
        <Toolbar>
          <FilterTabs label="State of the products" param="status" tabs={tabsOf(counts)} />
          <SearchForm label="Search products" placeholder="Title or article number" />
        </Toolbar>
        {actionData && (
          <div role="status" className="mb-3 text-14">
            <p className="font-medium">{actionData.said}</p>
            {actionData.refused.map(({ itemId, reason }) => (
              <p key={itemId} className="text-error">
                {titles.get(itemId) ?? itemId}: {reason}
              </p>
            ))}
          </div>
        )}
        <Form method="post">
          <DataTable
            caption="Products"
            columns={columns}
            rows={items}
            rowKey={({ itemId }) => itemId}
            rowTo={({ itemId }) => `${here}/${itemId}`}
            minWidth="52rem"
            empty={{
              title: params.size > 0 ? "No product fits" : "No product yet",
              children:
                params.size > 0
                  ? "Try other words or another state."
                  : "Make the first one, or bring many with a file.",
            }}
          />
          {items.length > 0 && <BulkButtons />}
        </Form>
        <Pagination
          page={page}
          pages={pages}
          to={(each) => withParams(params, { page: String(each) })}
        />
      </div>
    </DashboardPage>
  );
}

function tabsOf(counts: Readonly<Record<ProductStatus, number>>) {
  const { draft, published, hidden, deleted } = counts;
  return [
    { value: "", label: "All", count: draft + published + hidden },
    { value: "published", label: "Published", count: published },
    { value: "draft", label: "Drafts", count: draft },
    { value: "hidden", label: "Hidden", count: hidden },
    { value: "deleted", label: "Deleted", count: deleted },
  ];
}

function BulkButtons() {
  const look = "md:min-h-9 md:px-4";
  return (
    <div className="mt-4 flex flex-wrap items-center gap-2">
      <span className="text-14 text-ink-soft">With those chosen:</span>
      <Button type="submit" name="status" value="published" className={look}>
        Publish
      </Button>
      <Button type="submit" name="status" value="hidden" className={look}>
        Hide
      </Button>
      <Button type="submit" name="status" value="deleted" className={look}>
        Delete
      </Button>
    </div>
  );
}

const columns: readonly Column<SellingRow>[] = [
  {
    key: "title",
    head: "Product",
    cell: ({ title, image, tint }) => (
      <span className="flex items-center gap-3">
        <span className="w-10 shrink-0">
          <ProductPicture image={image && { ...image, alt: "" }} tint={tint} />
        </span>
        <span className="line-clamp-2">{title}</span>
      </span>
    ),
  },
  { key: "status", head: "State", cell: ({ status }) => <StatusBadge status={status} /> },
  { key: "category", head: "Category", cell: ({ categoryName }) => categoryName },
  {
    key: "price",
    head: "Price from",
    numeric: true,
    cell: ({ priceMinor, currency }) => <Price minor={priceMinor} currency={currency} />,
  },
  { key: "variants", head: "Variants", numeric: true, cell: ({ variants }) => variants },
  { key: "stock", head: "In stock", numeric: true, cell: StockCell },
  {
    key: "choose",
    head: "Choose",
    numeric: true,
    cell: ({ itemId, title }) => (
      <input
        type="checkbox"
        name="item"
        value={itemId}
        aria-label={`Choose ${title}`}
        className="relative z-1 block size-5 ml-auto accent-ink"
      />
    ),
  },
];

/** What can be sold, and what orders hold of it. */
function StockCell({ onHand, reserved }: SellingRow) {
  return (
    <>
      <span className={onHand - reserved <= 0 ? "text-error" : ""}>{onHand - reserved}</span>
      {reserved > 0 && <span className="text-12 text-ink-soft">{` + ${reserved} held`}</span>}
    </>
  );
}
