import { ProblemError, type ProblemIssue } from "@slipstream/contracts/problems";

interface Named {
  sku: string;
  options: Readonly<Record<string, string>>;
}

/** What keeps variants from being those of one product; `index` is the one at fault. */
export interface VariantFault {
  index: number;
  field: "sku" | "options";
  message: string;
}

/** Two variants must differ in number and in what one chooses; all are chosen by the same options. */
export function variantFaults(variants: readonly Named[]): VariantFault[] {
  const faults: VariantFault[] = [];
  const skus = new Set<string>();
  const choices = new Set<string>();
  const names = nameList(variants[0]?.options ?? {});
  for (const [index, { sku, options }] of variants.entries()) {
    if (skus.has(sku)) faults.push({ index, field: "sku", message: `${sku} stands here twice` });
    skus.add(sku);
    if (nameList(options) !== names) {
      const message = `${sku} must have the same options as the others: ${names || "none"}`;
      faults.push({ index, field: "options", message });
      continue;
    }
    const choice = choiceOf(options);
    if (choices.has(choice)) {
      const message = `${sku} has the same options as another variant`;
      faults.push({ index, field: "options", message });
    }
    choices.add(choice);
  }
  return faults;
}

/** Throws `invalid_request` with an issue for each fault. */
export function requireVariants(variants: readonly Named[]): void {
  const issues: ProblemIssue[] = variantFaults(variants)
    .slice(0, 20)
    .map(({ index, field, message }) => ({ path: `variants.${index}.${field}`, message }));
  if (issues.length > 0) throw new ProblemError("invalid_request", { issues });
}

function nameList(options: Readonly<Record<string, string>>): string {
  return Object.keys(options).sort().join(", ");
}

function choiceOf(options: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)));
}
