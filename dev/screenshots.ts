import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { takeScreenshots } from "./screenshots/take.ts";
import { startSystem } from "./supervisor/system.ts";
import { runProgram, UsageError } from "./terminal/program.ts";
import { launchBrowser } from "./testing/browser.ts";

await runProgram({
  command: {
    meta: {
      name: "npm run screenshots --",
      description:
        "Takes every page of a demo shop of its own, of shoppers and of each role, in three widths and both themes.",
    },
    args: {
      to: { type: "string", valueHint: "DIR", description: "where the pictures go; needed" },
      only: { type: "string", default: "", description: "part of a path: only pages with it" },
      widths: { type: "string", default: "360,768,1440", description: "in CSS pixels" },
    },
  },
  run: async ({ to, only, widths }) => {
    if (to === undefined) throw new UsageError("say where to: --to DIR");
    const folder = resolve(to);
    mkdirSync(folder, { recursive: true });
    const system = await startSystem({
      dataDir: join(folder, ".data"),
      port: 0,
      durable: false,
      environment: { PATH: process.env.PATH },
      logLevel: "warn",
    });
    const browser = await launchBrowser(folder);
    try {
      const count = await takeScreenshots({
        browser,
        shop: system.urls.edge,
        password: system.seedPassword,
        folder,
        only,
        widths: widths.split(",").map(Number),
      });
      console.log(`${count} pictures, and index.html that shows them all, in ${folder}`);
    } finally {
      await browser.close();
      await system.stop();
    }
    return 0;
  },
});
