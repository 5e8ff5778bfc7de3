import type { DebugAnswer } from "@slipstream/contracts/debugger-api";
import { Form } from "react-router";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/form/text-field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Explanation } from "../debugger/explanation.tsx";
import { RankedList } from "../debugger/ranked-list.tsx";
import { Situation } from "../debugger/situation.tsx";
import { verdictText } from "../debugger/verdict-text.ts";
import { itemIdsOf, sceneQueryOf } from "../scene.server.ts";
import { SceneFields, type SceneText, sceneOf } from "../scene-fields.tsx";
import { DashboardPage, Section } from "../shell/dashboard-shell.tsx";
import type { Route } from "./+types/debugger";

const start: SceneText = { placement: "home_for_you", item: "", category: "", words: "", who: "" };

export async function loader({ context, request, url }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const scene = sceneOf(url.searchParams, start);
  const wanted = url.searchParams.get("wanted") ?? "";
  const query = {
    ...(await sceneQueryOf(client, scene)),
    wanted: await itemIdsOf(client, wanted),
  };
  const answer = await client.api.admin.debugger.$post({ json: query });
  const problem = await problemOf(answer, request);
  return { scene, wanted, problem, debug: answer.ok ? await answerOf(answer) : undefined };
}

export default function Debugger({ loaderData }: Route.ComponentProps) {
  const { scene, wanted, problem, debug } = loaderData;
  return (
    <DashboardPage
      title="Debugger"
      lead="Why each thing in a rail stands where it stands, for anybody; and why others do not."
    >
      <Form className="grid items-end gap-4 sm:grid-cols-2 lg:grid-cols-3">
        <SceneFields scene={scene} all />
        <TextField
          name="wanted"
          label="Why not these?"
          placeholder="Ids, or addresses of pages"
          required={false}
          defaultValue={wanted}
        />
        <Button type="submit" look="strong" className="justify-self-start">
          Look
        </Button>
      </Form>
      {problem && (
        <Notice title={problem.title}>
          {problem.issues.map(({ message }) => message).join("; ") || problem.detail}
        </Notice>
      )}
      {debug && <Answer debug={debug} />}
    </DashboardPage>
  );
}

function Answer({ debug }: { debug: DebugAnswer }) {
  const { wanted, recommendation } = debug.answer;
  return (
    <>
      {wanted.length > 0 && (
        <Section title="Why not these">
          {wanted.map(({ itemId, title, verdict, explanation }) => (
            <div key={itemId} className="border-line border-t py-2 text-14">
              <p>
                <span className="font-medium">{title ?? itemId}</span>{" "}
                <span className="text-ink-soft">{verdictText(verdict)}.</span>
              </p>
              {explanation && <Explanation item={explanation} />}
            </div>
          ))}
        </Section>
      )}
      <Section title="What is shown" aside="press one to see how it came there">
        {recommendation.items.length === 0 ? (
          <Notice title="Nothing is shown">
            No source has anything for this person and page, or a switch is off.
          </Notice>
        ) : (
          <RankedList debug={debug} />
        )}
      </Section>
      <Section title="What it went by">
        <Situation debug={debug} />
      </Section>
    </>
  );
}
