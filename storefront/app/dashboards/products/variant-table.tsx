import { moneyText } from "@slipstream/contracts/money-text";
import type { SellingVariant } from "@slipstream/contracts/selling-api";
import type { ComponentProps } from "react";
import { Button } from "../../ui/button.tsx";
import type { FormProblem } from "../../ui/form/form-problem.ts";
import { PostForm } from "../../ui/form/post-form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { type Column, DataTable } from "../shell/data-table.tsx";
import type { EditedProduct } from "./product-frame.tsx";

interface VariantTableProps {
  product: EditedProduct;
  /** One page of them. */
  variants: readonly SellingVariant[];
  answer: { problem: FormProblem } | { said: string } | undefined;
}

/** Prices and stock of variants, typed straight into the table. */
export function VariantTable({ product, variants, answer }: VariantTableProps) {
  const { currency, version } = product;
  if (variants.length === 0) {
    return <Notice title="No variant">Make some below, or try other words.</Notice>;
  }
  return (
    <PostForm problem={answer && "problem" in answer ? answer.problem : undefined}>
      <input type="hidden" name="version" value={version} />
      <DataTable
        caption="Variants"
        columns={columnsFor(currency)}
        rows={variants}
        rowKey={({ sku }) => sku}
        minWidth="36rem"
        empty={{ title: "No variant" }}
      />
      <div className="flex flex-wrap items-center gap-2">
        {/* The first button is the one that Enter presses. */}
        <Button type="submit" name="intent" value="save" look="strong">
          Save prices and stock
        </Button>
        <Button type="submit" name="intent" value="remove">
          Remove those chosen
        </Button>
        {answer && "said" in answer && (
          <p role="status" className="text-14 text-ink-soft">
            {answer.said}
          </p>
        )}
      </div>
    </PostForm>
  );
}

function columnsFor(currency: string): readonly Column<SellingVariant>[] {
  return [
    {
      key: "variant",
      head: "Variant",
      cell: ({ sku, options }) => (
        <>
          <input type="hidden" name="sku" value={sku} />
          <span className="block">{Object.values(options).join(", ") || "Only one"}</span>
          <span className="block font-mono text-12 font-normal text-ink-soft">{sku}</span>
        </>
      ),
    },
    {
      key: "price",
      head: `Price, ${currency}`,
      numeric: true,
      cell: ({ sku, priceMinor }) => (
        <NumberCell
          name={`price.${sku}`}
          was={`wasPrice.${sku}`}
          value={moneyText(priceMinor, currency)}
          label={`Price of ${sku}`}
          inputMode="decimal"
        />
      ),
    },
    {
      key: "stock",
      head: "On the shelf",
      numeric: true,
      cell: ({ sku, onHand }) => (
        <NumberCell
          name={`stock.${sku}`}
          was={`wasStock.${sku}`}
          value={String(onHand)}
          label={`Stock of ${sku}`}
          inputMode="numeric"
        />
      ),
    },
    { key: "reserved", head: "Held by orders", numeric: true, cell: ({ reserved }) => reserved },
    {
      key: "gone",
      head: "Choose",
      numeric: true,
      cell: ({ sku }) => (
        <input
          type="checkbox"
          name="gone"
          value={sku}
          aria-label={`Choose ${sku}`}
          className="size-5 accent-ink"
        />
      ),
    },
  ];
}

interface NumberCellProps extends ComponentProps<"input"> {
  label: string;
  /** The name under which goes what stood here. */
  was: string;
  value: string;
}

function NumberCell({ label, was, value, ...rest }: NumberCellProps) {
  return (
    <>
      <input type="hidden" name={was} value={value} />
      <input
        aria-label={label}
        defaultValue={value}
        autoComplete="off"
        className="h-11 w-28 rounded-full bg-control px-4 text-right text-16 md:h-9 md:text-14"
        {...rest}
      />
    </>
  );
}
