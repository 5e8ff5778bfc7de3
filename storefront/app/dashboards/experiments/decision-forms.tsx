import type { ExperimentDetail } from "@slipstream/contracts/experiment-api";
import { CheckboxField } from "../../ui/form/checkbox-field.tsx";
import { SelectField } from "../../ui/form/select-field.tsx";
import { TextField } from "../../ui/form/text-field.tsx";
import { ActionLink } from "../shell/action-link.tsx";
import { ConfirmForm } from "../shell/confirm-form.tsx";

/** What can be done with an experiment in its present state. */
export function DecisionForms({ experiment }: { experiment: ExperimentDetail }) {
  const { id, state, name, kept, decision } = experiment;
  if (state === "draft") {
    return (
      <>
        <ActionLink to={`/ops/experiments/${id}/edit`}>Change</ActionLink>
        <ConfirmForm
          label="Start"
          question={`Start ${name}?`}
          consequence="The first visitors see it within a second. What has run cannot be changed any more."
          values={{ to: "running" }}
        />
      </>
    );
  }
  if (state === "decided") {
    if (!kept) return null;
    return (
      <ConfirmForm
        label="Keep it no longer"
        question="Take its settings back?"
        consequence="All rails are as without the experiment, within a second."
        values={{ to: "decided", arm: decision ?? "", reason: "Its settings were taken back" }}
      />
    );
  }
  return (
    <>
      {state === "running" ? (
        <ConfirmForm
          label="Pause"
          question={`Pause ${name}?`}
          consequence="Nobody is in an arm while it is paused; visitors keep their arms for later."
          values={{ to: "paused" }}
        />
      ) : (
        <ConfirmForm label="Go on" question={`Go on with ${name}?`} values={{ to: "running" }} />
      )}
      <Decide experiment={experiment} />
    </>
  );
}

function Decide({ experiment: { name, arms } }: { experiment: ExperimentDetail }) {
  return (
    <ConfirmForm
      label="Decide"
      question={`End ${name}?`}
      consequence="Its figures stay; it cannot be started again."
      values={{ to: "decided" }}
    >
      <SelectField
        name="arm"
        label="In favour of"
        options={arms.map((arm) => ({ value: arm.name, text: arm.name }))}
      />
      <TextField name="reason" label="Why" maxLength={500} />
      <CheckboxField name="keep" label="Everybody gets that arm from now on" />
    </ConfirmForm>
  );
}
