import type { OpsStatus } from "@slipstream/contracts/ops-status";
import { useEffect, useRef } from "react";
import { data, useRevalidator } from "react-router";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { TextField } from "../../ui/form/text-field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ConfirmForm } from "../shell/confirm-form.tsx";
import { DashboardPage } from "../shell/dashboard-shell.tsx";
import { pageParam, wordsParam } from "../shell/page-param.ts";
import { TablePages } from "../shell/table-pages.tsx";
import { SearchForm, Toolbar } from "../shell/toolbar.tsx";
import type { Route } from "./+types/dead-letters";
import { Letter } from "./letter.tsx";
import { useLive } from "./use-polling.ts";

const POLL_MS = 2_000;

export async function loader({ context, request, url }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  const q = wordsParam(url.searchParams);
  const query = { page: pageParam(url.searchParams), ...(q === undefined ? {} : { q }) };
  const answer = await client.api.ops["dead-letters"].$get({ query });
  // While the stream processor is away its letters wait.
  return { q, list: answer.status === 503 ? undefined : await answerOf(answer, request) };
}

export async function action({ context, request }: Route.ActionArgs) {
  const { client } = storefrontOf(context);
  const form = await request.formData();
  const [id, q] = [String(form.get("id") ?? ""), String(form.get("q") ?? "")];
  const which = { ...(id === "" ? {} : { ids: [Number(id)] }), ...(q === "" ? {} : { q }) };
  const api = client.api.ops["dead-letters"];
  const isReplay = form.get("intent") === "replay";
  const answer = isReplay
    ? await api.replay.$post({ json: which })
    : await api.discard.$post({ json: { ...which, reason: String(form.get("reason") ?? "") } });
  const problem = await problemOf(answer, request);
  if (problem) return data({ problem, told: undefined }, { status: problem.status });
  const { done, left } = await answerOf(answer, request);
  const verb = isReplay ? "on their way again" : "thrown away";
  const rest = left > 0 ? ` ${left} more fit.` : "";
  return data({ problem: undefined, told: `${done.length} ${verb}.${rest}` });
}

export default function DeadLetters({ loaderData, actionData }: Route.ComponentProps) {
  const { q, list } = loaderData;
  useReloadOnChange();
  return (
    <DashboardPage
      title="Dead letters"
      lead="What could not be applied or told, and why. Each stays until somebody replays it, once its cause is mended, or discards it."
    >
      {actionData?.problem && (
        <Notice title={actionData.problem.title}>{actionData.problem.detail}</Notice>
      )}
      {actionData?.told && <Notice title={actionData.told} />}
      {list ? (
        <Letters list={list} q={q} />
      ) : (
        <Notice title="The stream processor does not answer">
          Dead letters wait safely in NATS until it is back.
        </Notice>
      )}
    </DashboardPage>
  );
}

type List = NonNullable<Route.ComponentProps["loaderData"]["list"]>;

function Letters({ list, q }: { list: List; q: string | undefined }) {
  const { letters, found, all, page, pages } = list;
  const counted = found === all ? String(all) : `${found} of ${all}`;
  return (
    <div>
      <Toolbar>
        <div className="flex flex-wrap items-center gap-2">
          <p className="figures mr-2 text-14 text-ink-soft">
            {`${counted} ${all === 1 ? "letter" : "letters"}`}
          </p>
          {found > 0 && <WorkOnAll count={found} q={q} />}
        </div>
        <SearchForm label="Search reasons, ids, payloads" />
      </Toolbar>
      {letters.length === 0 ? (
        <Notice title={all === 0 ? "There are no dead letters" : "No letter says this"}>
          {all === 0 ? "Everything that came could be applied." : "Try fewer words, or an id."}
        </Notice>
      ) : (
        <ul className="border-line border-t">
          {letters.map((letter) => (
            <Letter key={letter.id} letter={letter} />
          ))}
        </ul>
      )}
      <div className="mt-10">
        <TablePages page={page} pages={pages} />
      </div>
    </div>
  );
}

function WorkOnAll({ count, q = "" }: { count: number; q?: string | undefined }) {
  const many = count === 1 ? "the letter" : `all ${count} letters`;
  const which = q === "" ? many : `${many} with “${q}”`;
  return (
    <>
      <ConfirmForm
        label="Replay all"
        question={`Replay ${which}?`}
        consequence="They go where they came from, and take effect once. What fails again comes back here."
        confirm="Replay"
        values={{ intent: "replay", q }}
      />
      <ConfirmForm
        label="Discard all"
        question={`Discard ${which}?`}
        consequence="They are erased. This cannot be undone."
        confirm="Discard"
        values={{ intent: "discard", q }}
      >
        <TextField name="reason" label="Why" minLength={3} maxLength={500} />
      </ConfirmForm>
    </>
  );
}

/** Loads the list anew when letters came or went. */
function useReloadOnChange(): void {
  const { revalidate } = useRevalidator();
  const { latest } = useLive<OpsStatus>("/api/ops/status", undefined, POLL_MS);
  const waiting = latest?.stream?.totals.deadLettersWaiting;
  const seen = useRef<number>(undefined);
  useEffect(() => {
    if (waiting === undefined) return;
    if (seen.current !== undefined && seen.current !== waiting) void revalidate();
    seen.current = waiting;
  }, [waiting, revalidate]);
}
