import type { NameTranslations } from "@slipstream/contracts/translations";
import { TextField } from "../../ui/form/text-field.tsx";

/** What German pages say instead of a name; empty: they say the name itself. */
export function GermanName({ translations }: { translations: NameTranslations | undefined }) {
  return (
    <TextField
      name="germanName"
      label="German name"
      hint="Where it differs."
      lang="de"
      required={false}
      maxLength={80}
      defaultValue={translations?.de?.name}
    />
  );
}

/** What was typed there, as the API takes it. */
export function germanTranslation(germanName: string): NameTranslations {
  return germanName.trim() === "" ? {} : { de: { name: germanName } };
}

/** Where the API finds fault with it. */
export const GERMAN_NAME_PATH = "translations.de.name";
