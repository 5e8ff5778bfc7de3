import {
  type ExperimentInput,
  experimentMetricSchema,
  experimentPlacements,
} from "@slipstream/contracts/experiment-api";
import { experimentKindSchema } from "@slipstream/contracts/experiments";
import type { ReactNode } from "react";
import { SelectField } from "../../ui/form/select-field.tsx";
import { TextAreaField } from "../../ui/form/text-area-field.tsx";
import { TextField } from "../../ui/form/text-field.tsx";
import { placementNames } from "../placement-names.ts";
import { ArmFields, type RankerVersion } from "./arm-fields.tsx";
import { ARM_ROWS, rampName, rampOptions } from "./form-words.ts";
import { kindNames, metricNames } from "./words.ts";

interface FieldsProps {
  known: ExperimentInput | undefined;
}

interface ExperimentFieldsProps extends FieldsProps {
  rankers: readonly RankerVersion[];
}

/** What is tried, on whom, and what decides. */
export function ExperimentFields({ known, rankers }: ExperimentFieldsProps) {
  return (
    <>
      <div className="grid items-end gap-x-4 gap-y-6 sm:grid-cols-2">
        <TextField
          name="name"
          label="Name"
          hint="Lower-case letters, digits and dashes; it goes with every event."
          maxLength={40}
          defaultValue={known?.name}
        />
        <SelectField
          name="kind"
          label="How"
          defaultValue={known?.kind ?? "fixed"}
          options={experimentKindSchema.options.map((value) => ({ value, text: kindNames[value] }))}
        />
      </div>
      <TextAreaField
        name="hypothesis"
        label="What you expect, and why"
        required={false}
        rows={2}
        maxLength={500}
        defaultValue={known?.hypothesis}
      />
      <div className="grid gap-x-4 gap-y-6 sm:grid-cols-2">
        <SelectField
          name="metric"
          label="Decided by"
          defaultValue={known?.metric ?? "click_through"}
          options={experimentMetricSchema.options.map((value) => ({
            value,
            text: metricNames[value],
          }))}
        />
        <TextField
          name="effect"
          label="Least change worth finding, %"
          type="number"
          min={0.1}
          max={100}
          step="any"
          defaultValue={Math.round((known?.effect ?? 0.05) * 10_000) / 100}
        />
      </div>
      <Part title="Arms">
        {Array.from({ length: ARM_ROWS }, (_, row) => row).map((row) => (
          <ArmFields key={row} row={row} arm={known?.arms[row]} rankers={rankers} />
        ))}
      </Part>
      <Part title="Where and for whom">
        <Choices
          name="placements"
          legend="Rails"
          chosen={known?.targeting.placements ?? ["home_for_you"]}
          options={experimentPlacements.map((value) => ({ value, text: placementNames[value] }))}
        />
        <Who known={known} />
      </Part>
      <Part title="How many">
        <div className="grid items-end gap-x-4 gap-y-6 sm:grid-cols-3">
          <TextField
            name="layer"
            label="Layer"
            hint="Experiments of one layer never share a visitor."
            maxLength={40}
            defaultValue={known?.layer ?? "rails"}
          />
          <TextField
            name="layerShare"
            label="Part of the layer, %"
            type="number"
            min={1}
            max={100}
            step="any"
            defaultValue={Math.round((known?.layerShare ?? 1) * 10_000) / 100}
          />
          <SelectField
            name="ramp"
            label="Lets in"
            defaultValue={rampName(known?.ramp ?? []) ?? "all"}
            options={rampOptions}
          />
        </div>
      </Part>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="space-y-6 pt-4">
      <h2 className="text-20">{title}</h2>
      {children}
    </section>
  );
}

function Who({ known }: FieldsProps) {
  const targeting = known?.targeting;
  const { signedIn } = targeting ?? {};
  return (
    <>
      <div className="grid gap-x-4 gap-y-6 sm:grid-cols-2 lg:grid-cols-4">
        <SelectField
          name="signedIn"
          label="Signed in"
          required={false}
          placeholder="All"
          defaultValue={signedIn === undefined ? "" : signedIn ? "yes" : "no"}
          options={[
            { value: "yes", text: "Signed in only" },
            { value: "no", text: "Guests only" },
          ]}
        />
        <SelectField
          name="visitors"
          label="Visitors"
          required={false}
          placeholder="All"
          defaultValue={targeting?.visitors ?? ""}
          options={[
            { value: "new", text: "In their first day" },
            { value: "returning", text: "After it" },
          ]}
        />
        <TextField
          name="countries"
          label="Countries"
          placeholder="DE, CH"
          required={false}
          defaultValue={targeting?.countries?.join(", ")}
        />
        <TextField
          name="languages"
          label="Languages"
          placeholder="de, en"
          required={false}
          defaultValue={targeting?.languages?.join(", ")}
        />
      </div>
      <Choices
        name="devices"
        legend="Devices"
        hint="Nothing chosen: all."
        chosen={targeting?.devices ?? []}
        options={[
          { value: "phone", text: "Phones" },
          { value: "tablet", text: "Tablets" },
          { value: "desktop", text: "Desktops" },
        ]}
      />
    </>
  );
}

interface ChoicesProps {
  name: string;
  legend: string;
  hint?: string;
  chosen: readonly string[];
  options: readonly { value: string; text: string }[];
}

function Choices({ name, legend, hint, chosen, options }: ChoicesProps) {
  return (
    <fieldset>
      <legend className="text-14 font-medium">{legend}</legend>
      {hint && <p className="mt-1 text-14 text-ink-soft">{hint}</p>}
      <div className="mt-1 flex flex-wrap gap-x-6">
        {options.map(({ value, text }) => (
          <label key={value} className="flex min-h-11 items-center gap-3 text-14 md:min-h-9">
            <input
              type="checkbox"
              name={name}
              value={value}
              defaultChecked={chosen.includes(value)}
              className="size-5 shrink-0 accent-ink"
            />
            {text}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
