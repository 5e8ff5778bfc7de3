import type { ExperimentInput, ExperimentMetric } from "@slipstream/contracts/experiment-api";
import type {
  ArmSettings,
  ExperimentArm,
  ExperimentKind,
  Targeting,
} from "@slipstream/contracts/experiments";
import { ARM_ROWS, rampOf } from "./form-words.ts";

type Texts = (name: string) => string;
type Placements = ExperimentInput["targeting"]["placements"];

/** What the experiment's form says, as the API takes it; what does not fit is refused at its field. */
export function experimentInputOf(form: FormData): ExperimentInput {
  const text: Texts = (name) => String(form.get(name) ?? "").trim();
  return {
    name: text("name"),
    kind: text("kind") as ExperimentKind,
    hypothesis: text("hypothesis"),
    layer: text("layer"),
    layerShare: percentOf(text("layerShare")),
    metric: text("metric") as ExperimentMetric,
    effect: percentOf(text("effect")),
    arms: Array.from({ length: ARM_ROWS }, (_, row) => armOf(text, row)).filter(
      ({ name }) => name !== "",
    ),
    targeting: targetingOf(form, text),
    ramp: rampOf(text("ramp")),
  };
}

/** An empty field is no number, and is refused as such. */
function percentOf(text: string): number {
  return text === "" ? Number.NaN : Number(text) / 100;
}

function armOf(text: Texts, row: number): ExperimentArm {
  const of = (name: string) => text(`arms.${row}.${name}`);
  return { name: of("name"), share: percentOf(of("share")), settings: settingsOf(of) };
}

function settingsOf(of: Texts): ArmSettings {
  const [ranker, exploration] = [of("ranker"), of("exploration")];
  return {
    ...(ranker === "" ? {} : { ranker }),
    ...(of("diversity") === "" ? {} : { diversity: Number(of("diversity")) }),
    ...(exploration === "" ? {} : { exploration: exploration === "on" }),
    ...(of("shown") === "no" ? { shown: false } : {}),
    ...(of("title") === "" ? {} : { title: of("title") }),
    ...(of("cards") === "" ? {} : { cards: Number(of("cards")) }),
  };
}

function targetingOf(form: FormData, text: Texts): ExperimentInput["targeting"] {
  const signedIn = text("signedIn");
  const listOf = (name: string, write: (word: string) => string) =>
    text(name)
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(write);
  const countries = listOf("countries", (word) => word.toUpperCase());
  const languages = listOf("languages", (word) => word.toLowerCase());
  const devices = form.getAll("devices").map(String) as NonNullable<Targeting["devices"]>;
  return {
    placements: form.getAll("placements").map(String) as Placements,
    ...(signedIn === "" ? {} : { signedIn: signedIn === "yes" }),
    ...(text("visitors") === "" ? {} : { visitors: text("visitors") as "new" | "returning" }),
    ...(countries.length === 0 ? {} : { countries }),
    ...(languages.length === 0 ? {} : { languages }),
    ...(devices.length === 0 ? {} : { devices }),
  };
}
