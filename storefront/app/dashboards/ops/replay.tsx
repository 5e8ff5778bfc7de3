import type { ReplayInput, ReplayJob, ReplayList } from "@slipstream/contracts/replay-jobs";
import { answerOf, problemOf } from "../../server/answer.server.ts";
import { storefrontOf } from "../../server/storefront.server.ts";
import { PostForm } from "../../ui/form/post-form.tsx";
import { SelectField } from "../../ui/form/select-field.tsx";
import { SubmitButton } from "../../ui/form/submit-button.tsx";
import { TextField } from "../../ui/form/text-field.tsx";
import { Badge, type Tone } from "../shell/badge.tsx";
import { ConfirmForm } from "../shell/confirm-form.tsx";
import { DashboardPage, Section } from "../shell/dashboard-shell.tsx";
import { type Column, DataTable } from "../shell/data-table.tsx";
import { When } from "../shell/when.tsx";
import type { Route } from "./+types/replay";
import { SilenceNotice } from "./silence-notice.tsx";
import { useLive } from "./use-polling.ts";

const POLL_MS = 1_000;

export async function loader({ context, request }: Route.LoaderArgs) {
  const { client } = storefrontOf(context);
  return answerOf(client.api.ops.replays.$get(), request);
}

export async function action({ context, request }: Route.ActionArgs) {
  const api = storefrontOf(context).client.api.ops.replays;
  const form = await request.formData();
  if (form.get("intent") === "stop") {
    const param = { id: String(form.get("id")) };
    return problemOf(await api[":id"].stop.$post({ param }), request);
  }
  return problemOf(await api.$post({ json: inputOf(form) }), request);
}

/** What is left empty reaches to the end. */
function inputOf(form: FormData): ReplayInput {
  const text = (name: string) => String(form.get(name) ?? "");
  const sequence = (name: "fromSequence" | "toSequence") =>
    text(name) === "" ? {} : { [name]: Number(text(name)) };
  // A field of a day and a time says them in UTC, without saying so.
  const time = (name: "from" | "to") =>
    text(name) === "" ? {} : { [name]: new Date(`${text(name)}Z`).toISOString() };
  return {
    target: text("target") === "shadow" ? "shadow" : "live",
    ...sequence("fromSequence"),
    ...sequence("toSequence"),
    ...time("from"),
    ...time("to"),
  };
}

export default function ReplayPage({ loaderData, actionData }: Route.ComponentProps) {
  const { latest = loaderData, silent } = useLive<ReplayList>(
    "/api/ops/replays",
    loaderData,
    POLL_MS,
  );
  return (
    <DashboardPage
      title="Replay"
      lead="The log again, from the archive: to apply what never took effect, or to see the state of another time."
    >
      {silent && <SilenceNotice />}
      <AskForm archive={latest.archive} problem={actionData} />
      <Section title="Replays" aside="one at a time">
        <DataTable<ReplayJob>
          caption="Replays"
          minWidth="52rem"
          rows={latest.jobs}
          rowKey={({ id }) => id}
          columns={columns}
          empty={{ title: "Nothing was replayed yet" }}
        />
      </Section>
    </DashboardPage>
  );
}

const targets = [
  { value: "live", text: "What serves: publish again what has not taken effect" },
  { value: "shadow", text: "A shadow: build the state of that time beside what serves" },
];

interface AskFormProps {
  archive: ReplayList["archive"];
  problem: Route.ComponentProps["actionData"];
}

function AskForm({ archive, problem }: AskFormProps) {
  return (
    <Section title="New replay">
      <PostForm intent="start" problem={problem} className="max-w-3xl">
        <SelectField name="target" label="Into" options={targets} />
        <div className="grid gap-4 md:grid-cols-2">
          <TextField
            name="fromSequence"
            label="From sequence"
            type="number"
            min={1}
            required={false}
            placeholder={archive && String(archive.fromSequence)}
          />
          <TextField
            name="toSequence"
            label="To sequence"
            type="number"
            min={1}
            required={false}
            placeholder={archive && String(archive.toSequence)}
          />
          <TextField
            name="from"
            label="Received from, UTC"
            type="datetime-local"
            required={false}
          />
          <TextField name="to" label="Received until, UTC" type="datetime-local" required={false} />
        </div>
        <div className="measure space-y-2 text-14 text-ink-soft">
          <p>
            Into what serves, an event counts once whatever is done here: the processor knows by its
            number what it has applied, and only what is missing is published again. A person who
            was forgotten does not come back.
          </p>
          <p>
            A shadow is the shop's whole state up to the end of the part, in a namespace of Redis of
            its own. The next shadow takes its place.
          </p>
          {archive && (
            <p className="figures">
              {`The archive has ${archive.fromSequence} to ${archive.toSequence}, received `}
              <When at={archive.from} time /> to <When at={archive.to} time /> (UTC).
            </p>
          )}
        </div>
        <SubmitButton intent="start">Start</SubmitButton>
      </PostForm>
    </Section>
  );
}

const tones: Readonly<Record<ReplayJob["state"], Tone>> = {
  waiting: "quiet",
  running: "strong",
  done: "plain",
  failed: "error",
  stopped: "quiet",
};

const columns: readonly Column<ReplayJob>[] = [
  { key: "asked", head: "Asked (UTC)", cell: ({ createdAt }) => <When at={createdAt} time /> },
  { key: "by", head: "By", cell: ({ askedBy }) => askedBy ?? "–" },
  {
    key: "into",
    head: "Into",
    cell: ({ target }) => (target === "live" ? "what serves" : "shadow"),
  },
  {
    key: "part",
    head: "Sequences",
    cell: ({ fromSequence, toSequence }) => `${fromSequence} to ${toSequence}`,
  },
  { key: "state", head: "State", cell: ({ state }) => <Badge tone={tones[state]}>{state}</Badge> },
  { key: "progress", head: "Done", cell: (job) => <Progress job={job} /> },
  { key: "outcome", head: "", cell: (job) => <Outcome job={job} /> },
];

function Progress({ job }: { job: ReplayJob }) {
  const { fromSequence, toSequence, reached = fromSequence - 1, events } = job;
  const share = Math.max(0, reached - fromSequence + 1) / (toSequence - fromSequence + 1);
  const percent = Math.floor(100 * Math.min(1, share));
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <progress
        aria-label="Done"
        value={percent}
        max={100}
        className="h-1.5 w-20 appearance-none overflow-hidden rounded-full bg-control [&::-moz-progress-bar]:bg-ink [&::-webkit-progress-bar]:bg-control [&::-webkit-progress-value]:bg-ink"
      />
      {`${percent} %, ${events} events`}
    </span>
  );
}

function Outcome({ job: { id, state, outcome } }: { job: ReplayJob }) {
  if (state !== "waiting" && state !== "running") {
    return <span className="text-ink-soft">{outcome}</span>;
  }
  return (
    <ConfirmForm
      label="Stop"
      question="Stop this replay?"
      consequence="What it has done stays."
      values={{ intent: "stop", id }}
    />
  );
}
