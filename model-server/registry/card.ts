import type { Manifest } from "./manifest.ts";

const MAX_FEATURES_LISTED = 200;

/** A model card (Mitchell et al., Model Cards for Model Reporting, 2019) in Markdown. */
export function modelCard(manifest: Manifest): string {
  const { name, version, kind, format, trainedOn, createdAt } = manifest;
  const sections = [
    `# ${name} ${version}`,
    table(
      ["", ""],
      [
        ["Kind", kind],
        ["Format", format],
        ["Made", createdAt],
        ["Data", `${trainedOn.dataset}, ${trainedOn.from} to ${trainedOn.to}`],
        ["Events", count(trainedOn.events)],
        ["Training rows", count(trainedOn.rows)],
        ...(manifest.spaceId === undefined ? [] : [["Vector space", String(manifest.spaceId)]]),
      ],
    ),
    "## Measured",
    metricsOf(manifest),
    "## Settings",
    settingsOf(manifest),
    `## Features (${manifest.features.length}, definitions ${manifest.featureVersion})`,
    featuresOf(manifest),
    "## Files",
    table(
      ["File", "Bytes", "SHA-256"],
      manifest.files.map(({ name: file, bytes, sha256 }) => [file, count(bytes), `\`${sha256}\``]),
    ),
    `Feature hash: \`${manifest.featureHash}\``,
  ];
  return `${sections.join("\n\n")}\n`;
}

function metricsOf({ metrics }: Manifest): string {
  const rows = Object.entries(metrics).map(([name, { value, low, high }]) => [
    name,
    figure(value),
    low === undefined || high === undefined ? "–" : `${figure(low)} to ${figure(high)}`,
  ]);
  return rows.length === 0 ? "Nothing." : table(["Metric", "Value", "95 % interval"], rows);
}

function settingsOf({ settings }: Manifest): string {
  const rows = Object.entries(settings).map(([name, value]) => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return rows.length === 0 ? "None." : table(["Setting", "Value"], rows);
}

function featuresOf({ features }: Manifest): string {
  if (features.length === 0) return "None.";
  const listed = features.slice(0, MAX_FEATURES_LISTED).map((feature) => `\`${feature}\``);
  const more = features.length - listed.length;
  return `${listed.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.map(cell).join(" | ")} |`).join("\n");
}

/** A bar or a line's end in a value would break the table. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s*\n\s*/g, " ");
}

/** Four places after the point at most: `0.3401`. */
function figure(value: number): string {
  return String(Number(value.toFixed(4)));
}

function count(value: number): string {
  return value.toLocaleString("en-GB");
}
