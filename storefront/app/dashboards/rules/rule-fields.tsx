import type { RuleInput, StoredRule } from "@slipstream/contracts/admin-api";
import type { Placement } from "@slipstream/contracts/placements";
import { useRef } from "react";
import { useShop } from "../../shop.ts";
import { CheckboxField } from "../../ui/form/checkbox-field.tsx";
import { SelectField } from "../../ui/form/select-field.tsx";
import { TextAreaField } from "../../ui/form/text-area-field.tsx";
import { TextField } from "../../ui/form/text-field.tsx";
import { placementNames } from "../placement-names.ts";
import { PeriodFields } from "../shell/period-fields.tsx";
import { ProductPicker } from "./product-picker.tsx";

const kinds = [
  { value: "pin", text: "Pin: give it a place" },
  { value: "boost", text: "Boost: move up" },
  { value: "bury", text: "Bury: move down" },
  { value: "exclude", text: "Exclude: take out" },
];

interface RuleFieldsProps {
  known: RuleInput | StoredRule | undefined;
  kind: RuleInput["kind"];
  onKind: (kind: RuleInput["kind"]) => void;
}

/** What a rule does, with what, where and when. */
export function RuleFields({ known, kind, onKind }: RuleFieldsProps) {
  return (
    <>
      <TextField
        name="name"
        label="Name"
        hint="For whoever reads it in a year: why it is there."
        maxLength={200}
        defaultValue={known?.name}
      />
      <div className="grid gap-6 sm:grid-cols-2">
        <SelectField
          name="kind"
          label="Does"
          value={kind}
          onChange={(event) => onKind(event.currentTarget.value as RuleInput["kind"])}
          options={kinds}
        />
        {/* Without scripts both stand there; what does not belong to the kind is not read. */}
        <Amount known={known} kind={kind} />
      </div>
      <Target known={known} />
      <Where known={known} />
      <div className="grid gap-6 sm:grid-cols-2">
        <PeriodFields known={known} />
      </div>
      <CheckboxField name="active" label="It is on" defaultChecked={known?.active ?? true} />
    </>
  );
}

function Amount({ known, kind }: Pick<RuleFieldsProps, "known" | "kind">) {
  if (kind === "exclude") return null;
  if (kind === "pin") {
    return (
      <TextField
        name="position"
        label="At place"
        type="number"
        min={1}
        max={60}
        defaultValue={(known?.position ?? 0) + 1}
      />
    );
  }
  return (
    <TextField
      name="strength"
      label="By, % of the range of scores"
      type="number"
      min={1}
      max={1000}
      defaultValue={Math.round((known?.strength ?? 0.3) * 100)}
    />
  );
}

function Target({ known }: Pick<RuleFieldsProps, "known">) {
  const { categories } = useShop();
  const target = known?.target;
  const ids = useRef<HTMLTextAreaElement>(null);
  return (
    <fieldset>
      <legend className="text-14 font-medium">Which products</legend>
      <p className="mt-1 mb-4 text-14 text-ink-soft">Those that fit all that is filled in.</p>
      <TextAreaField
        ref={ids}
        name="target.itemIds"
        label="These"
        hint="Ids, or addresses of product pages, one a line."
        required={false}
        rows={2}
        defaultValue={target?.itemIds?.join("\n")}
      />
      <ProductPicker
        label="Find a product to add"
        onPick={(itemId) => ids.current && addLine(ids.current, itemId)}
      />
      <div className="mt-6 grid gap-6 sm:grid-cols-2">
        <SelectField
          name="target.category"
          label="Of the category"
          required={false}
          placeholder="Any"
          defaultValue={target?.category ?? ""}
          options={categories.map(({ slug, name }) => ({ value: slug, text: name }))}
        />
        <TextField
          name="target.brand"
          label="Of the brand"
          required={false}
          maxLength={200}
          defaultValue={target?.brand}
        />
        <TextField
          name="target.sellerId"
          label="Of the seller"
          placeholder="The account's id"
          required={false}
          maxLength={36}
          defaultValue={target?.sellerId}
        />
      </div>
    </fieldset>
  );
}

/** As if it had been typed, so that whoever listens to the form hears of it. */
function addLine(area: HTMLTextAreaElement, line: string): void {
  const lines = area.value.split("\n").map((text) => text.trim());
  if (lines.includes(line)) return;
  const text = [...lines.filter((known) => known !== ""), line].join("\n");
  area.setRangeText(text, 0, area.value.length, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function Where({ known }: Pick<RuleFieldsProps, "known">) {
  const { categories } = useShop();
  const { unknown: _, ...placements } = placementNames;
  return (
    <>
      <fieldset>
        <legend className="text-14 font-medium">Where</legend>
        <p className="mt-1 text-14 text-ink-soft">Nothing chosen: everywhere.</p>
        <div className="mt-2 grid gap-x-6 sm:grid-cols-2">
          {Object.entries(placements).map(([placement, name]) => (
            <label key={placement} className="flex min-h-11 items-center gap-3 text-14 md:min-h-9">
              <input
                type="checkbox"
                name="placements"
                value={placement}
                defaultChecked={known?.placements.includes(placement as Placement)}
                className="size-5 shrink-0 accent-ink"
              />
              {name}
            </label>
          ))}
        </div>
      </fieldset>
      <SelectField
        name="contextCategory"
        label="Only on pages of"
        hint="Of the category itself, and of products in it."
        required={false}
        placeholder="All pages"
        defaultValue={known?.contextCategory ?? ""}
        options={categories.map(({ slug, name }) => ({ value: slug, text: name }))}
      />
    </>
  );
}
