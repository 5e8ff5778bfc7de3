import { countryForm, countryForms } from "@slipstream/contracts/countries";
import { useState } from "react";
import { countryName } from "../../language/country-name.ts";
import { currentLocale } from "../../language/current.ts";
import { t } from "../../language/text.ts";
import { SelectField } from "./select-field.tsx";
import { TextField } from "./text-field.tsx";

/** Countries by their names in the page's language. */
function countries() {
  return countryForms
    .map(({ code }) => ({ value: code, text: countryName(code) }))
    .sort((one, other) => one.text.localeCompare(other.text, currentLocale()));
}

interface AddressFieldsProps {
  /** Goes before each field's name, where a form asks for two addresses: `billing.`. */
  prefix?: string;
  /** What the browser is to fill in: `shipping` or `billing`. */
  purpose?: string;
  /** By name without the prefix. */
  known: Readonly<Record<string, string | undefined>>;
  required?: boolean;
}

/** The fields of a postal address, asked for by the form of its country. */
export function AddressFields(props: AddressFieldsProps) {
  const { prefix = "", purpose, known, required = true } = props;
  const [country, setCountry] = useState(known.country ?? "");
  const [offered] = useState(countries);
  const form = countryForm(country);
  const regions = Object.entries(form?.regions ?? {}).map(([value, text]) => ({ value, text }));
  const field = (name: string, autoComplete: string) => ({
    name: prefix + name,
    autoComplete: purpose === undefined ? autoComplete : `${purpose} ${autoComplete}`,
    required,
  });
  return (
    <>
      <TextField {...field("name", "name")} label={t("Name")} defaultValue={known.name} />
      <SelectField
        {...field("country", "country")}
        label={t("Country")}
        placeholder={t("Please choose")}
        options={offered}
        value={country}
        onChange={(event) => setCountry(event.currentTarget.value)}
      />
      <TextField
        {...field("line1", "address-line1")}
        label={t("Street and number")}
        defaultValue={known.line1}
      />
      <TextField
        {...field("line2", "address-line2")}
        label={t("Flat, floor, company")}
        required={false}
        defaultValue={known.line2}
      />
      <div className="grid gap-x-4 gap-y-6 sm:grid-cols-[9rem_minmax(0,1fr)]">
        <TextField
          {...field("postcode", "postal-code")}
          label={t("Postcode")}
          placeholder={form?.postcodeExample}
          defaultValue={known.postcode}
        />
        <TextField
          {...field("city", "address-level2")}
          label={t("Town")}
          defaultValue={known.city}
        />
      </div>
      {regions.length > 0 && (
        <SelectField
          {...field("region", "address-level1")}
          label={form?.regionLabel === "State" ? t("State") : t("Region")}
          placeholder={t("Please choose")}
          options={regions}
          defaultValue={known.region}
        />
      )}
      <TextField
        {...field("phone", "tel")}
        label={t("Phone, for the carrier")}
        type="tel"
        required={false}
        defaultValue={known.phone}
      />
    </>
  );
}
