import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const ENCODER = "new TextEncoder()";
const ours = JSON.stringify(fileURLToPath(new URL("./chunk-encoder.ts", import.meta.url)));

/**
 * Gives React's renderer an encoder that remembers. It has every name and value of every attribute
 * encoded by itself, which in workerd leaves JavaScript each time: two thirds of a page's rendering.
 */
export function rememberedChunks(): Plugin {
  let isGiven = false;
  return {
    name: "remembered-chunks",
    apply: "build",
    transform: {
      filter: { id: /react-dom-server\.edge\.production\.js$/ },
      handler(code) {
        if (code.split(ENCODER).length !== 2)
          this.error("React's renderer encodes another way now");
        isGiven = true;
        return code.replace(ENCODER, `new (require(${ours}).ChunkEncoder)()`);
      },
    },
    generateBundle() {
      if (this.environment.name === "ssr" && !isGiven)
        this.error("React's renderer is elsewhere now");
    },
  };
}
