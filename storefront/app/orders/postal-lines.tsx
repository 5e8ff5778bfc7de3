import { countryForm } from "@slipstream/contracts/countries";
import type { Postal } from "@slipstream/contracts/order-api";

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
      {countryForm(country)?.name ?? country}
      {phone && (
        <>
          <br />
          {phone}
        </>
      )}
    </address>
  );
}
