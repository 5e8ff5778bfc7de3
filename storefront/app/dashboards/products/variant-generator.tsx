import { moneyText } from "@slipstream/contracts/money-text";
import type { FormProblem } from "../../ui/form/form-problem.ts";
import { PostForm } from "../../ui/form/post-form.tsx";
import { SubmitButton } from "../../ui/form/submit-button.tsx";
import { TextField } from "../../ui/form/text-field.tsx";
import type { EditedProduct } from "./product-frame.tsx";
import { skuFrom } from "./variant-maker.ts";

interface VariantGeneratorProps {
  product: EditedProduct;
  /** Those that the variants have now. */
  options: readonly { name: string; values: readonly string[] }[];
  answer: { problem: FormProblem } | { said: string } | undefined;
}

const places = [0, 1, 2, 3] as const;

/** Up to four options with their values: a variant is made for each combination. */
export function VariantGenerator({ product, options, answer }: VariantGeneratorProps) {
  const { version, currency, priceMinor, slug } = product;
  return (
    <PostForm
      key={version}
      intent="make"
      problem={answer && "problem" in answer ? answer.problem : undefined}
      className="max-w-3xl"
    >
      <p className="text-14 text-ink-soft">
        Each combination of values becomes a variant. Those that are there keep their price and
        stock; those that are no longer among the combinations go.
      </p>
      <input type="hidden" name="version" value={version} />
      {places.map((place) => (
        <div key={place} className="grid gap-x-6 gap-y-4 sm:grid-cols-[12rem_minmax(0,1fr)]">
          <TextField
            name={`name.${place}`}
            label={`Option ${place + 1}`}
            placeholder={["Colour", "Size", "", ""][place]}
            required={false}
            defaultValue={options[place]?.name}
            maxLength={40}
            autoComplete="off"
          />
          <TextField
            name={`values.${place}`}
            label="Its values, with commas between"
            placeholder={["Sea, Chalk", "S, M, L", "", ""][place]}
            required={false}
            defaultValue={options[place]?.values.join(", ")}
            autoComplete="off"
          />
        </div>
      ))}
      <div className="grid gap-6 sm:grid-cols-3">
        <TextField
          name="skuStart"
          label="Numbers begin with"
          defaultValue={skuFrom(slug, 16)}
          pattern="[A-Za-z0-9][A-Za-z0-9._\-]*"
          maxLength={24}
          autoComplete="off"
        />
        <TextField
          name="price"
          label={`Price of new ones, ${currency}`}
          defaultValue={moneyText(priceMinor, currency)}
          inputMode="decimal"
          autoComplete="off"
        />
        <TextField
          name="stock"
          label="Stock of new ones"
          defaultValue="0"
          inputMode="numeric"
          autoComplete="off"
        />
      </div>
      <div className="flex items-center gap-4">
        <SubmitButton intent="make">Make variants</SubmitButton>
        {answer && "said" in answer && (
          <p role="status" className="text-14 text-ink-soft">
            {answer.said}
          </p>
        )}
      </div>
    </PostForm>
  );
}
