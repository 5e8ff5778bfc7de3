import { Form } from "react-router";
import { t } from "../../language/text.ts";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { formTexts } from "../../server/form-text.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { Button } from "../../ui/button.tsx";
import { dayText } from "../../ui/date-text.ts";
import { Notice } from "../../ui/notice.tsx";
import { ProductLine } from "../../ui/product-line.tsx";
import type { Route } from "./+types/notices";

export async function loader({ context, request }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  return answerOf(client.api.account.notices.$get(), request);
}

export async function action({ context, request }: Route.ActionArgs) {
  const { notices } = storefrontOf(context).client.api.account;
  const param = formTexts(await request.formData(), "id");
  return { problem: await problemOf(await notices[":id"].$delete({ param }), request) };
}

type OwnNotice = Route.ComponentProps["loaderData"]["notices"][number];

export default function NoticesPage({ loaderData }: Route.ComponentProps) {
  const { notices } = loaderData;
  return (
    <>
      <h1 className="text-40">{t("What we tell you")}</h1>
      <div className="mt-8 max-w-[46rem]">
        {notices.length === 0 ? (
          <Notice title={t("Nothing at the moment")}>
            {t(
              "On the page of a product you can ask to be told when it is back in stock, or cheaper.",
            )}
          </Notice>
        ) : (
          <ul>
            {notices.map((notice) => (
              <li key={notice.id} className="border-line border-t py-4">
                <Line notice={notice} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

function Line({ notice }: { notice: OwnNotice }) {
  const { id, product, options } = notice;
  const variant = Object.values(options).join(", ");
  const stop = (
    <Form method="post">
      <input type="hidden" name="id" value={id} />
      <Button type="submit" className="px-5">
        {notice.sentAt ? t("Remove") : t("Do not tell me")}
      </Button>
    </Form>
  );
  const note = `${variant ? `${variant}: ` : ""}${stateText(notice)}`;
  if (product) {
    return (
      <ProductLine product={product} note={note}>
        {stop}
      </ProductLine>
    );
  }
  return (
    <div className="flex flex-wrap items-center justify-between gap-4">
      <p className="text-ink-soft">{t("No longer in the shop")}</p>
      {stop}
    </div>
  );
}

function stateText({ kind, confirmed, sentAt }: OwnNotice): string {
  const what = kind === "back_in_stock" ? t("when it is back in stock") : t("when it gets cheaper");
  if (sentAt) return t("We told you on {day}", { day: dayText(sentAt) });
  if (!confirmed) return t("{when}, once you follow the link in our letter", { when: what });
  return what;
}
