import { Form, redirect } from "react-router";
import { AddressForm } from "../../account/address-form.tsx";
import { countryName } from "../../language/country-name.ts";
import { t } from "../../language/text.ts";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { formTexts } from "../../server/form-text.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { ChipLink, TextLink } from "../../ui/link.tsx";
import { Notice } from "../../ui/notice.tsx";
import type { Route } from "./+types/addresses";

const fields = [
  "name",
  "line1",
  "line2",
  "city",
  "postcode",
  "region",
  "country",
  "phone",
] as const;

export async function loader({ context, request, url }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const { addresses } = await answerOf(client.api.account.addresses.$get(), request);
  return { addresses, edited: url.searchParams.get("edit"), isNew: url.searchParams.has("new") };
}

export async function action({ context, request }: Route.ActionArgs) {
  const { addresses } = storefrontOf(context).client.api.account;
  const form = await request.formData();
  const { intent, id } = formTexts(form, "intent", "id");
  const param = { id };
  if (intent === "remove") {
    return { problem: await problemOf(await addresses[":id"].$delete({ param }), request) };
  }
  const typed = formTexts(form, ...fields);
  const response =
    id === ""
      ? await addresses.$post({ json: typed })
      : await addresses[":id"].$put({ param, json: typed });
  const problem = await problemOf(response, request);
  return problem ? { problem, typed } : redirect("/account/addresses");
}

export default function AddressesPage({ loaderData, actionData }: Route.ComponentProps) {
  const { addresses, edited, isNew } = loaderData;
  const address = addresses.find(({ id }) => id === edited);
  if (isNew || address) {
    return (
      <>
        <h1 className="text-40">{address ? t("Change the address") : t("A new address")}</h1>
        <div className="mt-8 max-w-[26rem]">
          <AddressForm address={address} typed={actionData?.typed} problem={actionData?.problem} />
        </div>
      </>
    );
  }
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-4">
        <h1 className="text-40">{t("Addresses")}</h1>
        <ChipLink to="?new">{t("Add an address")}</ChipLink>
      </div>
      <div className="mt-8">
        {addresses.length === 0 ? (
          <Notice title={t("No address yet")}>
            {t("Keep one here, and the checkout is a matter of two steps.")}
          </Notice>
        ) : (
          <ul className="grid gap-x-10 gap-y-8 sm:grid-cols-2">
            {addresses.map((kept) => (
              <li key={kept.id} className="border-line border-t pt-4">
                <address className="not-italic">
                  {linesOf(kept).map((line) => (
                    <span key={line} className="block break-words">
                      {line}
                    </span>
                  ))}
                </address>
                <div className="mt-2 flex gap-x-6 text-14">
                  <TextLink to={`?edit=${kept.id}`} className="inline-flex min-h-11 items-center">
                    {t("Change")}
                  </TextLink>
                  <Form method="post">
                    <input type="hidden" name="id" value={kept.id} />
                    <button
                      type="submit"
                      name="intent"
                      value="remove"
                      className="min-h-11 underline decoration-line decoration-2 underline-offset-4 hover:decoration-ink"
                    >
                      {t("Remove")}
                    </button>
                  </Form>
                </div>
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

function linesOf(
  address: Route.ComponentProps["loaderData"]["addresses"][number],
): readonly string[] {
  const { name, line1, line2, postcode, city, region, country, phone } = address;
  const place = [postcode, city, region].filter(Boolean).join(" ");
  return [name, line1, line2, place, countryName(country), phone].filter(
    (line) => line !== undefined,
  );
}
