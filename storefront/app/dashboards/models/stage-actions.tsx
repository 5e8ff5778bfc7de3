import type { StoredModel } from "@slipstream/contracts/model-api";
import { canaryShares, type ModelStage, nextShare } from "@slipstream/contracts/model-stages";
import { TextField } from "../../ui/form/text-field.tsx";
import { ConfirmForm } from "../shell/confirm-form.tsx";
import { shareText } from "./share-text.ts";
import { versionText } from "./version-text.ts";

interface Action {
  label: string;
  to: ModelStage;
  share?: number;
  consequence: string;
}

const shadow: Action = {
  label: "Shadow",
  to: "shadow",
  consequence: "It scores what others answer, and answers nothing.",
};
const retire: Action = {
  label: "Retire",
  to: "retired",
  consequence: "It serves nobody. It can be brought back.",
};
const crown: Action = {
  label: "Champion",
  to: "champion",
  consequence: "It answers everybody, and the champion before is kept for the way back.",
};

function canary(share: number): Action {
  return {
    label: `Canary ${shareText(share)}`,
    to: "canary",
    share,
    consequence: `It answers ${shareText(share)} of the visitors, always the same ones. It goes back by itself when a guardrail is breached.`,
  };
}

/** What can come next of a model in this stage. */
function actionsFor({ stage, trafficShare }: StoredModel): Action[] {
  const next = nextShare(trafficShare);
  switch (stage) {
    case "candidate":
      return [shadow, canary(canaryShares[0])];
    case "shadow":
      return [canary(canaryShares[0]), crown];
    case "canary":
      return next === undefined ? [crown] : [canary(next), crown];
    case "champion":
      return [retire];
    case "retired":
      return [crown];
  }
}

/** The buttons of one version, each of which asks once more. */
export function StageActions({ model }: { model: StoredModel }) {
  const { name, version } = model;
  return (
    <div className="flex flex-wrap justify-end gap-1">
      {actionsFor(model).map(({ label, to, share, consequence }) => (
        <ConfirmForm
          key={label}
          label={label}
          question={`${label}: ${name} of ${versionText(version)}?`}
          consequence={consequence}
          values={{
            ...{ intent: "stage", name, version, to },
            ...(share === undefined ? {} : { share: String(share) }),
          }}
        >
          <TextField name="reason" label="Why" required={false} maxLength={500} />
        </ConfirmForm>
      ))}
    </div>
  );
}
