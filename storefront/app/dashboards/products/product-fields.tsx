import { useShop } from "../../shop.ts";
import { CheckboxField } from "../../ui/form/checkbox-field.tsx";
import { SelectField } from "../../ui/form/select-field.tsx";
import { TextAreaField } from "../../ui/form/text-area-field.tsx";
import { TextField } from "../../ui/form/text-field.tsx";
import { categoryOptions } from "./category-options.ts";

/** What a product says of itself, as its form has it. */
export interface ProductTexts {
  title: string;
  description: string;
  brand: string;
  categorySlug: string;
  attributes: string;
  /** Empty where it is not translated. */
  german: { title: string; description: string; words: string };
  consumable: boolean;
}

/** The fields of a product's texts, for a new one and for one that is there. */
export function ProductFields({ texts }: { texts?: ProductTexts | undefined }) {
  const { categories } = useShop();
  return (
    <>
      <TextField name="title" label="Title" defaultValue={texts?.title} maxLength={200} />
      <TextAreaField
        name="description"
        label="Description"
        hint="An empty line begins a new paragraph"
        required={false}
        rows={8}
        defaultValue={texts?.description}
        maxLength={20_000}
      />
      <div className="grid gap-6 sm:grid-cols-2">
        <SelectField
          name="categorySlug"
          label="Category"
          options={categoryOptions(categories)}
          placeholder="Choose one"
          defaultValue={texts?.categorySlug ?? ""}
        />
        <TextField
          name="brand"
          label="Brand"
          required={false}
          defaultValue={texts?.brand}
          maxLength={100}
        />
      </div>
      <TextAreaField
        name="attributes"
        label="Attributes"
        hint="A line each, such as Material: Oak. Shoppers filter by them"
        required={false}
        rows={5}
        defaultValue={texts?.attributes}
        maxLength={12_000}
      />
      <CheckboxField
        name="consumable"
        label="It is bought again and again"
        hint="Who has it still sees it among recommendations"
        defaultChecked={texts?.consumable ?? false}
      />
      <GermanFields german={texts?.german} />
    </>
  );
}

/** What German pages say instead; without a name there they show what stands above. */
function GermanFields({ german }: { german: ProductTexts["german"] | undefined }) {
  return (
    <details open={german !== undefined && german.title !== ""} className="space-y-6">
      <summary className="min-h-11 cursor-pointer py-2 text-14 font-medium">In German</summary>
      <TextField
        name="germanTitle"
        label="German name"
        required={false}
        lang="de"
        defaultValue={german?.title}
        maxLength={200}
      />
      <TextAreaField
        name="germanDescription"
        label="German text"
        required={false}
        lang="de"
        rows={8}
        defaultValue={german?.description}
        maxLength={20_000}
      />
      <TextAreaField
        name="germanWords"
        label="German words"
        hint="For names and values of attributes and options, a line each, such as oak: Eiche"
        required={false}
        rows={5}
        defaultValue={german?.words}
        maxLength={20_000}
      />
    </details>
  );
}
