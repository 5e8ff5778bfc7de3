import { z } from "zod";
import { countryForm } from "./countries.ts";

const line = (most: number) => z.string().trim().min(1, "Please fill this in").max(most);

/** A postal address, right by the form of its country. */
export const addressSchema = z
  .strictObject({
    name: line(100),
    line1: line(120),
    line2: z.string().trim().max(120).optional(),
    city: line(80),
    postcode: z.string().trim().toUpperCase().min(1, "Please fill this in").max(16),
    /** A code of the country's list where it has one. */
    region: z.string().trim().max(40).optional(),
    country: z.string().length(2),
    phone: z
      .string()
      .trim()
      .max(30)
      .regex(/^[+()\d\s./-]*$/, "A phone number holds digits only")
      .optional(),
  })
  .superRefine((address, context) => {
    const form = countryForm(address.country);
    const fault = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (!form) return fault("country", "We do not deliver there yet");
    if (!form.postcode.test(address.postcode)) {
      fault("postcode", `A postcode there looks like ${form.postcodeExample}`);
    }
    if (form.regions && !Object.hasOwn(form.regions, address.region ?? "")) {
      fault("region", "Please choose one");
    }
  });
export type Address = z.infer<typeof addressSchema>;
