import { BILLING, type Typed } from "./typed.ts";

/** What was typed in earlier steps, sent along unseen. */
export function TypedFields({ typed }: { typed: Typed }) {
  const { email, address, billing, keep } = typed;
  return (
    <>
      <input type="hidden" name="email" value={email} />
      <HiddenFields prefix="" values={address} />
      {keep && <input type="hidden" name="keep" value="on" />}
      {billing ? (
        <HiddenFields prefix={BILLING} values={billing} />
      ) : (
        <input type="hidden" name="same" value="on" />
      )}
    </>
  );
}

function HiddenFields({
  prefix,
  values,
}: {
  prefix: string;
  values: Readonly<Record<string, string>>;
}) {
  return Object.entries(values).map(([name, value]) => (
    <input key={name} type="hidden" name={prefix + name} value={value} />
  ));
}
