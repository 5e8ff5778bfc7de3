import type { ProductDetail } from "@slipstream/contracts/shop-api";
import type { ReactNode } from "react";
import { rich, t } from "../language/text.ts";
import { TextLink } from "../ui/link.tsx";
import { ProductCard } from "../ui/product-card.tsx";
import { Stars, starText } from "../ui/stars.tsx";
import { attributeRows } from "./attribute-rows.ts";
import { comparePath } from "./chosen.ts";

/** Products as columns. What all of them have alike steps back. */
export function CompareTable({ products }: { products: readonly ProductDetail[] }) {
  return (
    <section
      aria-label={t("Comparison")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is reached by keyboard
      tabIndex={0}
      className="max-lg:fading relative mt-8 overflow-x-auto"
    >
      <table className="w-full table-fixed border-collapse text-14">
        <thead>
          <tr>
            <td className="w-20 md:w-44" />
            {products.map((product) => (
              <th
                key={product.itemId}
                scope="col"
                className="w-28 py-2 pl-4 text-left align-top font-normal md:w-44 md:py-4 md:pl-8"
              >
                <ProductCard product={product} />
                <TextLink to={comparePath(slugsWithout(products, product))} className="text-12">
                  {rich("Take off{product}", {
                    product: <span className="sr-only"> {product.title}</span>,
                  })}
                </TextLink>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Row name={t("Reviews")}>
            {products.map(({ itemId, rating }) =>
              rating ? <Rating key={itemId} {...rating} /> : t("None yet"),
            )}
          </Row>
          <Row name={t("In stock")} alike={isAlike(products.map(({ inStock }) => inStock))}>
            {products.map(({ inStock }) => (inStock ? t("Yes") : t("Sold out")))}
          </Row>
          <Row name={t("Brand")} alike={isAlike(products.map(({ brand }) => brand))}>
            {products.map(({ brand }) => brand)}
          </Row>
          {attributeRows(products).map(({ name, values, alike }) => (
            <Row key={name} name={name.replaceAll("_", " ")} alike={alike}>
              {values}
            </Row>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  name: string;
  alike?: boolean;
  /** One a product. */
  children: readonly ReactNode[];
}

function Row({ name, alike = false, children }: RowProps) {
  return (
    <tr className={`border-line border-t align-top ${alike ? "text-ink-faint" : ""}`}>
      <th
        scope="row"
        className="py-3 pr-2 text-left font-normal text-ink-soft first-letter:uppercase"
      >
        {name}
      </th>
      {children.map((value, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns stay in their order
        <td key={column} className="py-3 pl-4 first-letter:uppercase md:pl-8">
          {value || <span className="text-ink-faint">{t("not said")}</span>}
        </td>
      ))}
    </tr>
  );
}

function Rating({ average, count }: NonNullable<ProductDetail["rating"]>) {
  return (
    <span className="figures">
      <Stars rating={average} /> {starText(average)} ({count})
    </span>
  );
}

function slugsWithout(products: readonly ProductDetail[], left: ProductDetail): string[] {
  return products.filter((product) => product !== left).map(({ slug }) => slug);
}

function isAlike(values: readonly unknown[]): boolean {
  return new Set(values).size === 1;
}
