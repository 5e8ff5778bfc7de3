import { fileURLToPath } from "node:url";
import { cloudflare } from "@cloudflare/vite-plugin";
import { reactRouter } from "@react-router/dev/vite";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";
import { rememberedChunks } from "./chunk-plugin.ts";
import { chunkOf } from "./client-chunks.ts";
import { languageTexts } from "./text-plugin.ts";

/** Modules that pages share, by the file that they go into: few files are smaller than many. */
const groups = [
  {
    name: "framework",
    test: /[\\/]node_modules[\\/](react|react-dom|react-router|scheduler)[\\/]/,
    priority: 1,
  },
  { name: chunkOf },
  { name: "forms", test: /[\\/]app[\\/]ui[\\/]form[\\/]/ },
  { name: "lists", test: /[\\/]app[\\/]ui[\\/](notice|pagination)/ },
  { name: "dashboards", test: /[\\/]app[\\/]dashboards[\\/]shell[\\/]/ },
];

export default defineConfig({
  plugins: [
    cloudflare({ configPath: "../wrangler.toml", viteEnvironment: { name: "ssr" } }),
    languageTexts(),
    rememberedChunks(),
    tailwindcss(),
    reactRouter(),
  ],
  resolve: {
    alias: [
      {
        find: /^\.\.\/createLucideIcon\.mjs$/,
        replacement: fileURLToPath(new URL("./app/ui/create-icon.ts", import.meta.url)),
      },
    ],
  },
  environments: {
    client: {
      build: {
        rolldownOptions: {
          // Every page carries the names of all files.
          output: {
            codeSplitting: { groups },
            entryFileNames: "assets/[name]-[hash:7].js",
            chunkFileNames: "assets/[name]-[hash:7].js",
          },
        },
      },
    },
  },
});
