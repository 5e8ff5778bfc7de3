import { useRef, useState } from "react";
import { data, redirect } from "react-router";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { Button } from "../../ui/button.tsx";
import { PostForm } from "../../ui/form/post-form.tsx";
import { BeforeAfter } from "../rules/before-after.tsx";
import { RuleFields } from "../rules/rule-fields.tsx";
import { ruleInputOf } from "../rules/rule-form.server.ts";
import { type PreviewAnswer, useLivePreview } from "../rules/rule-preview.tsx";
import { sceneQueryOf } from "../scene.server.ts";
import { SceneFields, type SceneText, sceneOf } from "../scene-fields.tsx";
import { ConfirmForm } from "../shell/confirm-form.tsx";
import { DashboardPage, Section } from "../shell/dashboard-shell.tsx";
import { issuesAt } from "../shell/issues-at.ts";
import type { Route } from "./+types/rule";

const NEW = "new";

export async function loader({ context, request, params }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const rule =
    params.id === NEW
      ? undefined
      : await answerOf(client.api.admin.rules[":id"].$get({ param: { id: params.id } }), request);
  // Something to look at the draft on: a product of the shop, and a category.
  const { items } = await answerOf(client.api.products.$get({ query: { pageSize: "1" } }), request);
  const scene: SceneText = {
    placement: rule?.placements[0] ?? "trending",
    item: items[0]?.itemId ?? "",
    category: rule?.contextCategory ?? rule?.target.category ?? "",
    words: "",
    who: "",
  };
  return { rule, scene };
}

export async function action({ context, request, params }: Route.ActionArgs) {
  const { client } = storefrontOf(context);
  const { rules } = client.api.admin;
  const form = await request.formData();
  const intent = form.get("intent");
  const isNew = params.id === NEW;
  const param = { id: params.id };
  if (intent === "delete") {
    const problem = await problemOf(await rules[":id"].$delete({ param }), request);
    if (problem) return data({ problem, draft: undefined }, { status: problem.status });
    throw redirect("/admin/rules");
  }
  const draft = await ruleInputOf(client, form);
  if (intent === "preview" && draft.name === "") draft.name = "This draft";
  if (intent === "preview") {
    const empty: SceneText = { placement: "trending", item: "", category: "", words: "", who: "" };
    const scene = sceneOf(form, empty);
    const replaces = isNew ? {} : { replaces: params.id };
    const json = { ...(await sceneQueryOf(client, scene)), draft, ...replaces };
    const answer = await rules.preview.$post({ json });
    // A half-written draft is nothing to make a noise about: no error page, and no error status.
    const problem = await problemOf(answer, request);
    return { draft, scene, problem, preview: answer.ok ? await answerOf(answer) : undefined };
  }
  const answer = isNew
    ? await rules.$post({ json: draft })
    : await rules[":id"].$put({ param, json: draft });
  const problem = issuesAt(await problemOf(answer, request), (path) =>
    path === "target" ? "target.itemIds" : path,
  );
  if (problem) return data({ problem, draft }, { status: problem.status });
  throw redirect("/admin/rules");
}

export default function RulePage({ loaderData, actionData }: Route.ComponentProps) {
  const { rule } = loaderData;
  const sent = actionData?.draft === undefined ? undefined : actionData;
  const known = sent?.draft ?? rule;
  const [scene, setScene] = useState(
    sent && "scene" in sent ? (sent.scene ?? loaderData.scene) : loaderData.scene,
  );
  const [kind, setKind] = useState(known?.kind ?? "pin");
  const form = useRef<HTMLFormElement>(null);
  const live = useLivePreview(form);
  const isPreview = sent !== undefined && "preview" in sent;
  const answer: PreviewAnswer | undefined = live.answer ?? (isPreview ? sent : undefined);
  return (
    <DashboardPage
      title={rule?.name ?? "New rule"}
      trail={[{ name: "Rules", to: "/admin/rules" }]}
      actions={
        rule && (
          <ConfirmForm
            label="Delete"
            question={`Delete “${rule.name}”?`}
            consequence="Rails go back to what they have learnt, within a second."
            values={{ intent: "delete" }}
          />
        )
      }
    >
      <PostForm
        ref={form}
        problem={isPreview ? undefined : actionData?.problem}
        onChange={() => {
          if (form.current) setScene(sceneOf(new FormData(form.current), scene));
          live.tryIt();
        }}
        className="grid gap-x-16 gap-y-10 !space-y-0 lg:grid-cols-2"
      >
        <div className="space-y-6">
          <RuleFields known={known} kind={kind} onKind={setKind} />
          <div className="flex gap-2">
            <Button type="submit" look="strong" name="intent" value="save">
              Save
            </Button>
            <noscript>
              <Button type="submit" name="intent" value="preview">
                Try it
              </Button>
            </noscript>
          </div>
        </div>
        <Section title="What it would do" aside={live.busy ? "looking" : undefined}>
          <div className="mb-6 grid gap-4 sm:grid-cols-2">
            <SceneFields scene={scene} />
          </div>
          <Answer answer={answer} />
        </Section>
      </PostForm>
    </DashboardPage>
  );
}

function Answer({ answer }: { answer: PreviewAnswer | undefined }) {
  if (answer?.preview) return <BeforeAfter preview={answer.preview} />;
  if (!answer?.problem) {
    return <p className="text-14 text-ink-soft">The rail before and after is shown here.</p>;
  }
  const { title, issues } = answer.problem;
  return (
    <p className="text-14 text-ink-soft">
      Nothing to show yet: {issues[0]?.message.replace(/\.$/, "") ?? title}.
    </p>
  );
}
