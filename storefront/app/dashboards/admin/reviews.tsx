import type { ModeratedReview } from "@slipstream/contracts/review-api";
import { Form } from "react-router";
import { pageOf } from "../../list-query.ts";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { formTexts } from "../../server/form-text.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { Button } from "../../ui/button.tsx";
import { dayText } from "../../ui/date-text.ts";
import { TextAreaField } from "../../ui/form/text-area-field.tsx";
import { TextLink } from "../../ui/link.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Pagination } from "../../ui/pagination.tsx";
import { Stars } from "../../ui/stars.tsx";
import { ConfirmForm } from "../shell/confirm-form.tsx";
import { DashboardPage } from "../shell/dashboard-shell.tsx";
import { FilterTabs } from "../shell/filter-tabs.tsx";
import { withParams } from "../shell/params.ts";
import { Toolbar } from "../shell/toolbar.tsx";
import type { Route } from "./+types/reviews";

const states = ["pending", "published", "refused"] as const;

export async function loader({ context, request, url }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const asked = url.searchParams.get("state");
  const state = states.find((each) => each === asked) ?? "pending";
  const page = String(pageOf(url.searchParams));
  const answer = client.api.admin.reviews.$get({ query: { state, page } });
  return { search: url.search, ...(await answerOf(answer, request)) };
}

export async function action({ context, request }: Route.ActionArgs) {
  const { reviews } = storefrontOf(context).client.api.admin;
  const { id, decision, reason } = formTexts(await request.formData(), "id", "decision", "reason");
  const json =
    decision === "publish"
      ? ({ decision: "publish" } as const)
      : ({ decision: "refuse", reason } as const);
  const response = await reviews[":id"].decision.$post({ param: { id }, json });
  return { problem: await problemOf(response, request) };
}

export default function AdminReviewsPage({ loaderData, actionData }: Route.ComponentProps) {
  const { reviews, counts, page, pages, publishAtOnce, search } = loaderData;
  const problem = actionData?.problem;
  return (
    <DashboardPage
      title="Reviews"
      lead={
        publishAtOnce
          ? "New reviews are shown at once; here they can be taken down."
          : "New reviews are shown once they are published here. The longest waiting come first."
      }
    >
      <div>
        <Toolbar>
          <FilterTabs
            label="State"
            param="state"
            tabs={[
              { value: "", label: "Waiting", count: counts.pending },
              { value: "published", label: "Published", count: counts.published },
              { value: "refused", label: "Refused", count: counts.refused },
            ]}
          />
        </Toolbar>
        {problem && (
          <p role="alert" className="mb-4 text-14 text-error">
            {problem.issues[0]?.message ?? problem.detail}
          </p>
        )}
        {reviews.length === 0 ? (
          <Notice title="None here">
            Reviews come from people who bought something, and wait here to be read.
          </Notice>
        ) : (
          <ul>
            {reviews.map((review) => (
              <li key={review.id} className="border-line border-b py-4 first:border-t">
                <Entry review={review} />
              </li>
            ))}
          </ul>
        )}
        <Pagination
          page={page}
          pages={pages}
          to={(to) => withParams(new URLSearchParams(search), { page: String(to) })}
        />
      </div>
    </DashboardPage>
  );
}

function Entry({ review }: { review: ModeratedReview }) {
  const { id, rating, title, body, author, writtenAt, state, refusal } = review;
  return (
    <article className="grid gap-x-10 gap-y-3 md:grid-cols-[minmax(0,1fr)_auto]">
      <div className="text-14">
        <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
          <Stars rating={rating} />
          <TextLink to={`/p/${review.productSlug}`}>{review.productTitle}</TextLink>
        </p>
        {title && <h2 className="mt-2 text-16">{title}</h2>}
        {body ? (
          <p className="measure mt-1 whitespace-pre-line break-words">{body}</p>
        ) : (
          <p className="mt-1 text-ink-soft">Stars only</p>
        )}
        <p className="mt-2 text-12 text-ink-soft">
          {author} · {dayText(writtenAt)}
          {refusal && ` · refused: ${refusal}`}
        </p>
      </div>
      <div className="flex flex-wrap items-start gap-2">
        {state !== "published" && (
          <Form method="post">
            <input type="hidden" name="id" value={id} />
            <Button
              type="submit"
              name="decision"
              value="publish"
              look="strong"
              className="md:min-h-9 md:px-4"
            >
              Publish
            </Button>
          </Form>
        )}
        {state !== "refused" && (
          <ConfirmForm
            label="Refuse"
            question="Why is it not shown?"
            consequence="Its writer reads this, and may write it anew."
            values={{ id, decision: "refuse" }}
          >
            <TextAreaField name="reason" label="Reason" maxLength={500} rows={3} />
          </ConfirmForm>
        )}
      </div>
    </article>
  );
}
