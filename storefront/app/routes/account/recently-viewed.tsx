import { redirect } from "react-router";
import { t } from "../../language/text.ts";
import { ForgetHistory } from "../../privacy/forget-history.tsx";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { ChipLink } from "../../ui/link.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ProductGrid } from "../../ui/product-card.tsx";
import type { Route } from "./+types/recently-viewed";

export async function loader({ context, request }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const { recent, consent, complete } = await answerOf(client.api.privacy.$get(), request);
  const products = new Map(
    recent.flatMap(({ product }) => (product ? [[product.itemId, product]] : [])),
  );
  return { products: [...products.values()], consent, complete };
}

export async function action({ context, request }: Route.ActionArgs) {
  const { privacy } = storefrontOf(context).client.api;
  const response = await privacy["forget-history"].$post();
  const problem = await problemOf(response, request);
  if (problem) return { problem };
  const { receiptId } = await answerOf(response);
  return redirect(`/privacy/receipt/${receiptId}`);
}

export default function RecentlyViewedPage({ loaderData, actionData }: Route.ComponentProps) {
  const { products, consent, complete } = loaderData;
  return (
    <>
      <h1 className="text-40">{t("Recently viewed")}</h1>
      <div className="mt-8">
        {products.length > 0 ? (
          <>
            <ProductGrid products={products} />
            <div className="mt-16">
              <ForgetHistory problem={actionData?.problem} />
            </div>
          </>
        ) : (
          <Empty complete={complete} followed={consent === "granted"} />
        )}
      </div>
    </>
  );
}

function Empty({ complete, followed }: { complete: boolean; followed: boolean }) {
  if (!complete) {
    return (
      <Notice title={t("It cannot be shown at the moment")}>
        {t("Please try again in a minute.")}
      </Notice>
    );
  }
  if (followed) {
    return (
      <Notice title={t("Nothing yet")}>
        {t("What you look at stands here, on all your devices.")}
        <p className="mt-4">
          <ChipLink to="/">{t("Look around")}</ChipLink>
        </p>
      </Notice>
    );
  }
  return (
    <Notice title={t("Nothing is kept")}>
      {t("You did not agree to be followed, so we do not know what you looked at.")}
      <p className="mt-4">
        <ChipLink to="/privacy">{t("Change your mind")}</ChipLink>
      </p>
    </Notice>
  );
}
