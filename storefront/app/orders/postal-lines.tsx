import type { Postal } from "@slipstream/contracts/order-api";
import { countryName } from "../language/country-name.ts";

/** An address as it stands on a letter. */
export function PostalLines({ address }: { address: Postal }) {
  const { name, line1, line2, postcode, city, region, country, phone } = address;
  return (
    <address className="text-14 not-italic">
      {name}
      <br />
      {line1}
      <br />
      {line2 && (
        <>
          {line2}
          <br />
        </>
      )}
      {postcode} {city}
      {region && `, ${region}`}
      <br />
      {countryName(country)}
      {phone && (
        <>
          <br />
          {phone}
        </>
      )}
    </address>
  );
}
