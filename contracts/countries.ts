/**
 * How addresses are written where the shop delivers. Free of dependencies: the shop's own bundles
 * read it for their forms.
 */
export interface CountryForm {
  /** ISO 3166-1 alpha-2. */
  code: string;
  name: string;
  /** What a postcode looks like there, in upper case. */
  postcode: RegExp;
  /** One that is right, to show how it is meant. */
  postcodeExample: string;
  /** What regions are called there, where an address needs one. */
  regionLabel?: string;
  /** Where an address needs one of these: code → name. */
  regions?: Readonly<Record<string, string>>;
}

const fiveDigits = /^\d{5}$/;
const fourDigits = /^\d{4}$/;

const usStates = {
  AL: "Alabama",
  AK: "Alaska",
  AZ: "Arizona",
  AR: "Arkansas",
  CA: "California",
  CO: "Colorado",
  CT: "Connecticut",
  DE: "Delaware",
  DC: "District of Columbia",
  FL: "Florida",
  GA: "Georgia",
  HI: "Hawaii",
  ID: "Idaho",
  IL: "Illinois",
  IN: "Indiana",
  IA: "Iowa",
  KS: "Kansas",
  KY: "Kentucky",
  LA: "Louisiana",
  ME: "Maine",
  MD: "Maryland",
  MA: "Massachusetts",
  MI: "Michigan",
  MN: "Minnesota",
  MS: "Mississippi",
  MO: "Missouri",
  MT: "Montana",
  NE: "Nebraska",
  NV: "Nevada",
  NH: "New Hampshire",
  NJ: "New Jersey",
  NM: "New Mexico",
  NY: "New York",
  NC: "North Carolina",
  ND: "North Dakota",
  OH: "Ohio",
  OK: "Oklahoma",
  OR: "Oregon",
  PA: "Pennsylvania",
  RI: "Rhode Island",
  SC: "South Carolina",
  SD: "South Dakota",
  TN: "Tennessee",
  TX: "Texas",
  UT: "Utah",
  VT: "Vermont",
  VA: "Virginia",
  WA: "Washington",
  WV: "West Virginia",
  WI: "Wisconsin",
  WY: "Wyoming",
} as const;

/** In the order of their names. */
export const countryForms: readonly CountryForm[] = [
  { code: "AT", name: "Austria", postcode: fourDigits, postcodeExample: "1010" },
  { code: "BE", name: "Belgium", postcode: fourDigits, postcodeExample: "1000" },
  { code: "CZ", name: "Czechia", postcode: /^\d{3} ?\d{2}$/, postcodeExample: "110 00" },
  { code: "DK", name: "Denmark", postcode: fourDigits, postcodeExample: "1050" },
  { code: "FI", name: "Finland", postcode: fiveDigits, postcodeExample: "00100" },
  { code: "FR", name: "France", postcode: fiveDigits, postcodeExample: "75001" },
  { code: "DE", name: "Germany", postcode: fiveDigits, postcodeExample: "10115" },
  {
    code: "IE",
    name: "Ireland",
    postcode: /^[A-Z]\d[\dW] ?[\dA-Z]{4}$/,
    postcodeExample: "D02 AF30",
  },
  { code: "IT", name: "Italy", postcode: fiveDigits, postcodeExample: "00118" },
  { code: "LU", name: "Luxembourg", postcode: fourDigits, postcodeExample: "1111" },
  { code: "NL", name: "Netherlands", postcode: /^\d{4} ?[A-Z]{2}$/, postcodeExample: "1011 AB" },
  { code: "NO", name: "Norway", postcode: fourDigits, postcodeExample: "0150" },
  { code: "PL", name: "Poland", postcode: /^\d{2}-\d{3}$/, postcodeExample: "00-001" },
  { code: "PT", name: "Portugal", postcode: /^\d{4}-\d{3}$/, postcodeExample: "1000-001" },
  { code: "ES", name: "Spain", postcode: fiveDigits, postcodeExample: "28001" },
  { code: "SE", name: "Sweden", postcode: /^\d{3} ?\d{2}$/, postcodeExample: "111 22" },
  { code: "CH", name: "Switzerland", postcode: fourDigits, postcodeExample: "8001" },
  {
    code: "GB",
    name: "United Kingdom",
    postcode: /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/,
    postcodeExample: "SW1A 1AA",
  },
  {
    code: "US",
    name: "United States",
    postcode: /^\d{5}(-\d{4})?$/,
    postcodeExample: "10001",
    regionLabel: "State",
    regions: usStates,
  },
];

const byCode = new Map(countryForms.map((form) => [form.code, form]));

/** How addresses are written in a country; undefined where the shop does not deliver. */
export function countryForm(code: string): CountryForm | undefined {
  return byCode.get(code);
}
