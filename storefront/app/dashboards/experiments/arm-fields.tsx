import type { ArmSettings, ExperimentArm } from "@slipstream/contracts/experiments";
import type { ModelStage } from "@slipstream/contracts/model-stages";
import { SelectField } from "../../ui/form/select-field.tsx";
import { TextField } from "../../ui/form/text-field.tsx";
import { versionText } from "../models/version-text.ts";

/** A version of the trained ranker that an arm can name. */
export interface RankerVersion {
  version: string;
  stage: ModelStage;
}

interface ArmFieldsProps {
  row: number;
  arm: ExperimentArm | undefined;
  /** The registry's, the newest first. */
  rankers: readonly RankerVersion[];
}

/** One arm: its part of the visitors, and what is different in it. */
export function ArmFields({ row, arm, rankers }: ArmFieldsProps) {
  const name = (field: string) => `arms.${row}.${field}`;
  const isOptional = row > 1;
  return (
    <fieldset className="border-line border-t pt-4">
      <legend className="sr-only">{row === 0 ? "The control" : `Arm ${row + 1}`}</legend>
      <p className="mb-3 text-14 text-ink-soft">
        {row === 0
          ? "The control: what the others are compared with."
          : isOptional
            ? "One more, if it has a name."
            : "What is to be tried."}
      </p>
      <div className="grid grid-cols-2 gap-x-4 gap-y-5 lg:grid-cols-4">
        <TextField
          name={name("name")}
          label="Name"
          maxLength={20}
          required={!isOptional}
          defaultValue={arm?.name ?? ["control", "new"][row]}
        />
        <TextField
          name={name("share")}
          label="Share, %"
          type="number"
          min={1}
          max={99}
          step="any"
          required={!isOptional}
          defaultValue={arm ? Math.round(arm.share * 10_000) / 100 : isOptional ? "" : 50}
        />
        <SettingsFields name={name} settings={arm?.settings ?? {}} rankers={rankers} />
      </div>
    </fieldset>
  );
}

interface SettingsFieldsProps {
  name: (field: string) => string;
  settings: ArmSettings;
  rankers: readonly RankerVersion[];
}

/** What is left empty is as it is. */
function SettingsFields({ name, settings, rankers }: SettingsFieldsProps) {
  return (
    <>
      <SelectField
        name={name("ranker")}
        label="Ranked by"
        required={false}
        placeholder="As it is"
        defaultValue={settings.ranker ?? ""}
        options={[
          { value: "blend", text: "Online blend" },
          { value: "trained", text: "Trained model, the champion" },
          ...rankers.map(({ version, stage }) => ({
            value: version,
            text: `Trained ${versionText(version)} (${stage})`,
          })),
        ]}
      />
      <TextField
        name={name("diversity")}
        label="Variety, 0 to 1"
        type="number"
        min={0}
        max={1}
        step={0.05}
        required={false}
        defaultValue={settings.diversity}
      />
      <SelectField
        name={name("exploration")}
        label="Exploration"
        required={false}
        placeholder="As it is"
        defaultValue={settings.exploration === undefined ? "" : settings.exploration ? "on" : "off"}
        options={[
          { value: "on", text: "On" },
          { value: "off", text: "Off" },
        ]}
      />
      <SelectField
        name={name("shown")}
        label="The rail"
        required={false}
        placeholder="Is there"
        defaultValue={settings.shown === false ? "no" : ""}
        options={[{ value: "no", text: "Is not there" }]}
      />
      <TextField
        name={name("title")}
        label="Heading"
        maxLength={60}
        required={false}
        defaultValue={settings.title}
      />
      <TextField
        name={name("cards")}
        label="Cards"
        type="number"
        min={4}
        max={24}
        required={false}
        defaultValue={settings.cards}
      />
    </>
  );
}
