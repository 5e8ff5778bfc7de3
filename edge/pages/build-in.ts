import { DEFAULT_LANGUAGE, type Language } from "@slipstream/contracts/languages";
import { createRequestHandler, type RequestHandler, type ServerBuild } from "react-router";

/** Where each language's scripts lie, besides the first one's; none while somebody works on them. */
type TextFolders = Partial<Record<Language, string>>;

const renderers = new WeakMap<ServerBuild, Partial<Record<Language, RequestHandler>>>();

/** What renders a build's pages in a language: made once, and anew for each build. */
export function rendererIn(
  language: Language,
  build: ServerBuild,
  options: { folders: TextFolders; mode: string },
): RequestHandler {
  const known = renderers.get(build) ?? {};
  renderers.set(build, known);
  const renderer =
    known[language] ??
    createRequestHandler(buildIn(language, build, options.folders), options.mode);
  known[language] = renderer;
  return renderer;
}

/**
 * The pages' build as it serves one language: its routes begin at the language's place, so that
 * links, forms and redirects stay in it, and its scripts are those with the language's texts in.
 */
export function buildIn(language: Language, build: ServerBuild, folders: TextFolders): ServerBuild {
  if (language === DEFAULT_LANGUAGE) return build;
  const folder = folders[language];
  const assets = folder
    ? JSON.parse(
        JSON.stringify(build.assets).replace(/\/assets\/([\w.-]+\.js)/g, `/assets/${folder}/$1`),
      )
    : build.assets;
  return { ...build, basename: `/${language}`, assets };
}

/** Names the build: pages with other texts or scripts are not its own. */
export function buildName(build: ServerBuild, folders: TextFolders): string {
  return [build.assets.version, ...Object.values(folders)].join("-");
}
