import type { SellingProduct } from "@slipstream/contracts/selling-api";
import type { ReactNode } from "react";
import { Form, NavLink, useLocation } from "react-router";
import { Button } from "../../ui/button.tsx";
import { ActionLink } from "../shell/action-link.tsx";
import { ConfirmForm } from "../shell/confirm-form.tsx";
import { DashboardPage } from "../shell/dashboard-shell.tsx";
import { productsPath } from "./product-place.ts";
import { StatusBadge } from "./status-badge.tsx";

/** A product without its variants, which may be thousands. */
export type EditedProduct = Omit<SellingProduct, "variants"> & { variantCount: number };

interface ProductFrameProps {
  product: EditedProduct;
  children: ReactNode;
}

/** What stands above each page of a product's editor: its state, what can be done, its pages. */
export function ProductFrame({ product, children }: ProductFrameProps) {
  const { pathname } = useLocation();
  const { itemId, slug, title, status, variantCount, images } = product;
  const list = productsPath(pathname);
  const own = `${list}/${itemId}`;
  return (
    <DashboardPage
      title={title}
      trail={[{ name: "Products", to: list }]}
      lead={<StatusBadge status={status} />}
      actions={
        <>
          {status === "published" && (
            <ActionLink to={`/p/${slug}`} target="_blank" rel="noreferrer">
              See it in the shop
            </ActionLink>
          )}
          <StatusButtons product={product} action={own} />
        </>
      }
    >
      <nav aria-label="Of this product" className="border-line border-b">
        <ul className="flex gap-6 text-14">
          <Tab to={own}>Details</Tab>
          <Tab to={`${own}/variants`}>
            Variants and stock <Count value={variantCount} />
          </Tab>
          <Tab to={`${own}/pictures`}>
            Pictures <Count value={images.length} />
          </Tab>
        </ul>
      </nav>
      {children}
    </DashboardPage>
  );
}

function Tab({ to, children }: { to: string; children: ReactNode }) {
  return (
    <li>
      <NavLink
        to={to}
        end
        className="-mb-px inline-flex min-h-11 items-center gap-1 border-transparent border-b-2 whitespace-nowrap text-ink-soft hover:text-ink aria-[current=page]:border-ink aria-[current=page]:text-ink"
      >
        {children}
      </NavLink>
    </li>
  );
}

function Count({ value }: { value: number }) {
  return <span className="figures text-12 text-ink-faint">{value}</span>;
}

/** Publish or hide it, delete it or bring it back. */
function StatusButtons({ product, action }: { product: EditedProduct; action: string }) {
  const { version, status, title } = product;
  const next = status === "published" ? "hidden" : status === "deleted" ? "draft" : "published";
  const words = { published: "Publish", hidden: "Hide", draft: "Bring back" }[next];
  return (
    <>
      <Form method="post" action={action}>
        <input type="hidden" name="intent" value="status" />
        <input type="hidden" name="version" value={version} />
        <Button
          type="submit"
          name="status"
          value={next}
          look={next === "published" ? "strong" : "plain"}
          className="md:min-h-9 md:px-4"
        >
          {words}
        </Button>
      </Form>
      {status !== "deleted" && (
        <ConfirmForm
          label="Delete"
          question={`Delete ${title}?`}
          consequence="It leaves the shop at once. Orders keep it, and you can bring it back."
          values={{ intent: "status", status: "deleted", version: String(version) }}
          action={action}
        />
      )}
    </>
  );
}
