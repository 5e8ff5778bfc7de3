/** The storefront's server build, made by React Router's Vite plugin. */
declare module "virtual:react-router/server-build" {
  import type { ServerBuild } from "react-router";

  const build: ServerBuild;
  export = build;
}

interface ImportMeta {
  /** Set by Vite; `TEXT_FOLDERS` by the storefront's build. */
  readonly env: {
    readonly MODE: string;
    readonly PROD: boolean;
    readonly TEXT_FOLDERS: Readonly<Partial<Record<"en" | "de", string>>>;
  };
}

/** A file that the build takes along: its address. */
declare module "*?url" {
  const url: string;
  export default url;
}
