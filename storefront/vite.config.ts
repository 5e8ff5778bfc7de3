import { cloudflare } from "@cloudflare/vite-plugin";
import { reactRouter } from "@react-router/dev/vite";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";
import { chunkOf } from "./client-chunks.ts";

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
    tailwindcss(),
    reactRouter(),
  ],
  environments: {
    client: { build: { rolldownOptions: { output: { codeSplitting: { groups } } } } },
  },
});
