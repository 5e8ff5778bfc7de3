import type { ProductFigures } from "@slipstream/contracts/figures-api";
import { ProductPicture } from "../../ui/product-picture.tsx";
import { figureText } from "../figure-text.ts";
import { useMoney } from "../money.ts";
import { Badge } from "../shell/badge.tsx";
import { type Column, DataTable } from "../shell/data-table.tsx";
import { shareText } from "./share-text.ts";

interface ProductTableProps {
  products: readonly ProductFigures[];
  currency: string;
  /** Heads that order the list by the address. */
  sortable?: boolean;
}

/** Each product with its funnel, its sales, and what of them recommendations brought. */
export function ProductTable({ products, currency, sortable = false }: ProductTableProps) {
  const money = useMoney(currency);
  const figure = (key: keyof ProductFigures & string, head: string): Column<ProductFigures> => ({
    key,
    head,
    numeric: true,
    sortable,
    cell: (row) => figureText(Number(row[key])),
  });
  return (
    <DataTable<ProductFigures>
      caption="Products"
      minWidth="44rem"
      rows={products}
      rowKey={({ itemId }) => itemId}
      rowTo={({ slug }) => `/p/${slug}`}
      empty={{ title: "No product fits" }}
      columns={[
        { key: "title", head: "Product", sortable, cell: (row) => <Name product={row} /> },
        figure("impressions", "Shown"),
        figure("views", "Views"),
        figure("carts", "Carts"),
        figure("purchases", "Bought"),
        figure("units", "Units"),
        {
          key: "revenue",
          head: "Sales",
          numeric: true,
          sortable,
          cell: ({ revenueMinor }) => money(revenueMinor),
        },
        {
          key: "recommended",
          head: "From rails",
          numeric: true,
          sortable,
          cell: ({ recommendedRevenueMinor, revenueMinor }) => (
            <>
              {money(recommendedRevenueMinor)}{" "}
              <span className="inline-block w-10 text-12 text-ink-soft">
                {shareText(recommendedRevenueMinor, revenueMinor)}
              </span>
            </>
          ),
        },
        {
          key: "returned",
          head: "Returned",
          numeric: true,
          sortable,
          cell: ({ returnedUnits }) => figureText(returnedUnits),
        },
      ]}
    />
  );
}

function Name({ product }: { product: ProductFigures }) {
  const { image, tint, title, status } = product;
  return (
    <span className="flex min-w-52 items-center gap-3">
      <ProductPicture image={image && { ...image, alt: "" }} tint={tint} className="w-9 shrink-0" />
      <span className="line-clamp-2">{title}</span>
      {status !== "published" && <Badge tone="quiet">{status}</Badge>}
    </span>
  );
}
