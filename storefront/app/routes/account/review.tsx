import { Form, redirect } from "react-router";
import { t } from "../../language/text.ts";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { formTexts } from "../../server/form-text.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { Button } from "../../ui/button.tsx";
import { PostForm } from "../../ui/form/post-form.tsx";
import { RatingField } from "../../ui/form/rating-field.tsx";
import { SubmitButton } from "../../ui/form/submit-button.tsx";
import { TextAreaField } from "../../ui/form/text-area-field.tsx";
import { TextField } from "../../ui/form/text-field.tsx";
import { ChipLink } from "../../ui/link.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ProductLine } from "../../ui/product-line.tsx";
import type { Route } from "./+types/review";

const paramOf = (request: Request) => ({
  itemId: new URL(request.url).searchParams.get("product") ?? "none",
});

export async function loader({ context, request }: Route.LoaderArgs) {
  const { reviews } = storefrontOf(context).client.api.account;
  return answerOf(reviews[":itemId"].$get({ param: paramOf(request) }), request);
}

export async function action({ context, request }: Route.ActionArgs) {
  const { reviews } = storefrontOf(context).client.api.account;
  const { intent, rating, title, body } = formTexts(
    await request.formData(),
    "intent",
    "rating",
    "title",
    "body",
  );
  const param = paramOf(request);
  const response =
    intent === "remove"
      ? await reviews[":itemId"].$delete({ param })
      : await reviews[":itemId"].$put({ param, json: { rating: Number(rating), title, body } });
  const problem = await problemOf(response, request);
  return problem
    ? { problem, typed: { rating: Number(rating), title, body } }
    : redirect("/account/reviews");
}

export default function ReviewPage({ loaderData, actionData }: Route.ComponentProps) {
  const { product, mayWrite, review } = loaderData;
  const said = actionData?.typed ?? review;
  return (
    <>
      <h1 className="text-40">{review ? t("Your review") : t("Write a review")}</h1>
      <div className="mt-8 max-w-[34rem] space-y-8">
        <ProductLine product={product} />
        {mayWrite ? (
          <PostForm problem={actionData?.problem}>
            <RatingField
              name="rating"
              label={t("How do you like it?")}
              defaultValue={said?.rating}
            />
            <TextField
              name="title"
              label={t("In a few words")}
              required={false}
              maxLength={120}
              defaultValue={said?.title}
            />
            <TextAreaField
              name="body"
              label={t("What others should know")}
              hint={t("How it is in use, how it lasts. Others see it with your first name.")}
              required={false}
              rows={6}
              maxLength={5000}
              defaultValue={said?.body}
            />
            <SubmitButton>{review ? t("Save the review") : t("Send the review")}</SubmitButton>
          </PostForm>
        ) : (
          <Notice title={t("Only those who bought it here can review it")}>
            {t("So that all of it is said by people who know.")}{" "}
            <ChipLink to={`/p/${product.slug}`} className="mt-4">
              {t("Back to the product")}
            </ChipLink>
          </Notice>
        )}
        {review && (
          <Form method="post">
            <Button type="submit" name="intent" value="remove">
              {t("Remove the review")}
            </Button>
          </Form>
        )}
      </div>
    </>
  );
}
