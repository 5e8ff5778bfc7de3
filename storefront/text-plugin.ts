import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { de } from "./app/language/de.data.ts";

/** Letters of nobody's alphabet (Unicode's private use): what stands between them is a text. */
const [OPEN, CLOSE] = ["\uE000", "\uE001"];
const marked = new RegExp(`${OPEN}([^${CLOSE}]*)${CLOSE}`, "g");
/** Where a text is said: the first argument of these, as one string. */
const said = /\b(t|msg|rich)\(\s*"([^"\\]*)"/g;
const scriptPath = /\bassets\/([\w.-]+\.js)/g;

const texts: Readonly<Record<string, Readonly<Record<string, string>>>> = { de };
const clientFolder = fileURLToPath(new URL("build/client/assets/", import.meta.url));
const translationsFile = fileURLToPath(new URL("app/language/translations.ts", import.meta.url));

/** The folder of a language's scripts, named by what is in its texts. */
const folders = Object.fromEntries(
  Object.entries(texts).map(([language, catalogue]) => {
    const digest = createHash("sha256").update(JSON.stringify(catalogue)).digest("hex");
    return [language, `${language}-${digest.slice(0, 8)}`];
  }),
);

/**
 * Puts texts into the browser's scripts when they are built: the pages are built once, each text
 * marked where it is said, and then every language gets a copy of all scripts with its own texts in
 * the marks' place. So nobody loads a language that they do not read, and none needs a catalogue.
 */
export function languageTexts(): Plugin {
  return {
    name: "language-texts",
    enforce: "pre",
    sharedDuringBuild: true,
    config: (_, { command }) => ({
      define: {
        "import.meta.env.TEXT_FOLDERS": JSON.stringify(command === "build" ? folders : {}),
      },
    }),
    transform(code, id) {
      // While somebody works on the pages, the browser has all languages.
      const { name, mode } = this.environment;
      if (name !== "client" || mode !== "build") return;
      const file = id.split("?")[0]!;
      if (file === translationsFile) return "export const translations = {};";
      if (!/\/storefront\/app\/.*\.tsx?$/.test(file) || file.includes("/language/")) return;
      return code.replaceAll(said, `$1("${OPEN}$2${CLOSE}"`);
    },
    generateBundle: {
      // After the last plugin that writes names of files into scripts.
      order: "post",
      handler(_, bundle) {
        if (this.environment.name !== "client") return;
        for (const chunk of Object.values(bundle)) {
          if (chunk.type !== "chunk") continue;
          for (const [language, folder] of Object.entries(folders)) {
            const fileName = chunk.fileName.replace("assets/", `assets/${folder}/`);
            const source = inFolder(folder, inLanguage(language, chunk.code));
            this.emitFile({ type: "asset", fileName, source });
          }
          chunk.code = chunk.code.replaceAll(marked, "$1");
        }
      },
    },
    // The list of all routes' scripts is written when everything else is there.
    buildApp: { order: "post", handler: copyManifests },
  };
}

function inLanguage(language: string, code: string): string {
  return code.replaceAll(marked, (_, text: string) => inScript(texts[language]?.[text] ?? text));
}

/** A script as it stands in a language's folder: what it names lies there too. */
function inFolder(folder: string, code: string): string {
  return code.replaceAll(scriptPath, `assets/${folder}/$1`);
}

async function copyManifests(): Promise<void> {
  for (const name of readdirSync(clientFolder)) {
    if (!/^manifest-.*\.js$/.test(name)) continue;
    const manifest = readFileSync(join(clientFolder, name), "utf8");
    for (const folder of Object.values(folders)) {
      writeFileSync(join(clientFolder, folder, name), inFolder(folder, manifest));
    }
  }
}

/** A text as it may stand within a script's string, whatever its quotes are. */
function inScript(text: string): string {
  return text.replaceAll(/["'`$\\]/g, "\\$&").replaceAll("\n", "\\n");
}
