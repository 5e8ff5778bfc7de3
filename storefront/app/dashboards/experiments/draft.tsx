import { experimentInputSchema } from "@slipstream/contracts/experiment-api";
import { data, redirect } from "react-router";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { Button } from "../../ui/button.tsx";
import { PostForm } from "../../ui/form/post-form.tsx";
import { DashboardPage, Section } from "../shell/dashboard-shell.tsx";
import { issuesAt } from "../shell/issues-at.ts";
import type { Route } from "./+types/draft";
import type { RankerVersion } from "./arm-fields.tsx";
import { ExperimentFields } from "./experiment-fields.tsx";
import { experimentInputOf } from "./experiment-form.server.ts";
import { PlanText } from "./plan-text.tsx";

const NEW = "new";

export async function loader({ context, request, params }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const { models } = await answerOf(client.api.ops.models.$get({ query: {} }), request);
  const rankers = models
    .filter(({ name }) => name === "ranker")
    .map(({ version, stage }): RankerVersion => ({ version, stage }));
  if (params.id === undefined) return { draft: undefined, rankers };
  const one = client.api.ops.experiments[":id"];
  const known = await answerOf(one.$get({ param: { id: params.id } }), request);
  const names = Object.keys(experimentInputSchema.shape);
  const fields = Object.entries(known).filter(([name]) => names.includes(name));
  return { draft: experimentInputSchema.parse(Object.fromEntries(fields)), rankers };
}

export async function action({ context, request, params }: Route.ActionArgs) {
  const { client } = storefrontOf(context);
  const api = client.api.ops.experiments;
  const form = await request.formData();
  const draft = experimentInputOf(form);
  if (form.get("intent") === "plan") {
    const { metric, effect, arms, targeting, layerShare } = draft;
    const { placements } = targeting;
    const question = { metric, effect, arms: Math.max(2, arms.length), placements, layerShare };
    const answer = await api.plan.$post({ json: question });
    const problem = await problemOf(answer, request);
    if (problem) return data({ draft, problem, plan: undefined }, { status: problem.status });
    return { draft, problem: undefined, plan: await answerOf(answer, request) };
  }
  const answer =
    params.id === undefined
      ? await api.$post({ json: draft })
      : await api[":id"].$put({ param: { id: params.id }, json: draft });
  const problem = issuesAt(await problemOf(answer, request), (path) =>
    path === "arms" ? "arms.0.share" : path.replace(".settings", "").replace("targeting.", ""),
  );
  if (problem) return data({ draft, problem, plan: undefined }, { status: problem.status });
  const { id } = await answerOf(answer, request);
  throw redirect(`/ops/experiments/${id}`);
}

export default function Draft({ loaderData, actionData, params }: Route.ComponentProps) {
  const known = actionData?.draft ?? loaderData.draft;
  const { id = NEW } = params;
  return (
    <DashboardPage
      title={loaderData.draft?.name ?? "New experiment"}
      lead="A draft first: nobody sees anything of it until it is started."
      trail={[{ name: "Experiments", to: "/ops/experiments" }]}
    >
      <PostForm
        key={id}
        problem={actionData?.problem}
        className="grid gap-x-16 gap-y-10 !space-y-0 lg:grid-cols-[minmax(0,1fr)_20rem]"
      >
        <div className="min-w-0 space-y-6">
          <ExperimentFields known={known} rankers={loaderData.rankers} />
          <Button type="submit" look="strong" name="intent" value="save">
            Save the draft
          </Button>
        </div>
        <div className="lg:sticky lg:top-6 lg:self-start">
          <Section title="How long it would take">
            {actionData?.plan && known ? (
              <PlanText metric={known.metric} answer={actionData.plan} />
            ) : (
              <p className="text-14 text-ink-soft">
                From what this shop's own visitors did in the last two weeks.
              </p>
            )}
            <Button type="submit" name="intent" value="plan" className="mt-4" formNoValidate>
              Work it out
            </Button>
          </Section>
        </div>
      </PostForm>
    </DashboardPage>
  );
}
