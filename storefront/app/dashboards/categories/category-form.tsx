import type { ManagedCategory } from "@slipstream/contracts/selling-api";
import type { FormProblem } from "../../ui/form/form-problem.ts";
import { PostForm } from "../../ui/form/post-form.tsx";
import { SelectField } from "../../ui/form/select-field.tsx";
import { SubmitButton } from "../../ui/form/submit-button.tsx";
import { TextAreaField } from "../../ui/form/text-area-field.tsx";
import { TextField } from "../../ui/form/text-field.tsx";
import { categoryOptions } from "../products/category-options.ts";
import { ConfirmForm } from "../shell/confirm-form.tsx";
import { Section } from "../shell/dashboard-shell.tsx";

interface CategoryFormProps {
  /** Undefined for a new one. */
  category: ManagedCategory | undefined;
  categories: readonly ManagedCategory[];
  /** The grounds behind pictures that there are. */
  tintNames: readonly string[];
  problem: FormProblem | undefined;
}

/** Makes a category, or renames, moves and deletes one. */
export function CategoryForm({ category, categories, tintNames, problem }: CategoryFormProps) {
  const intent = category ? "change" : "create";
  const others = categoryOptions(categories.filter(({ slug }) => slug !== category?.slug));
  return (
    <>
      <PostForm intent={intent} problem={problem} className="max-w-xl">
        <input type="hidden" name="slug" value={category?.slug ?? ""} />
        <TextField name="name" label="Name" defaultValue={category?.name} maxLength={80} />
        {category && (
          <TextField
            name="address"
            label="Address"
            hint="Links to the old one go on working."
            defaultValue={category.slug}
            pattern="[a-z0-9]+(-[a-z0-9]+)*"
            maxLength={64}
          />
        )}
        <TextAreaField
          name="description"
          label="Description"
          required={false}
          rows={2}
          defaultValue={category?.description}
          maxLength={500}
        />
        <SelectField
          name="parentSlug"
          label="Lies below"
          required={false}
          placeholder="Nothing: it is at the top"
          options={others}
          defaultValue={category?.parentSlug ?? ""}
        />
        <SelectField
          name="tint"
          label="Ground behind its pictures"
          options={tintNames.map((name) => ({ value: name, text: name }))}
          defaultValue={category?.tint ?? tintNames[0]}
        />
        <SubmitButton intent={intent}>{category ? "Save" : "Make it"}</SubmitButton>
      </PostForm>
      {category && (
        <Section title="Delete it">
          <ConfirmForm
            label="Delete this category"
            question={`Delete ${category.name}?`}
            consequence={
              category.products > 0
                ? "Its products move to the category that you choose."
                : "There is no product in it."
            }
            values={{ intent: "delete", slug: category.slug }}
          >
            {category.products > 0 && (
              <SelectField
                name="moveTo"
                label="Its products go to"
                options={others}
                placeholder="Choose one"
              />
            )}
          </ConfirmForm>
        </Section>
      )}
    </>
  );
}
