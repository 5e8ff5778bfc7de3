import { startSystem } from "./supervisor/system.ts";
import { plainView } from "./terminal/progress-view.ts";
import { urlTable } from "./terminal/url-table.ts";
const view = plainView(console.log);
const t0 = performance.now();
try {
const system = await startSystem({ dataDir: "/tmp/sd", port: 8791, demoShop: false, onProgress: view.onProgress, parts: (process.argv[2] ?? "stream,model-server,edge").split(",") as never });
console.log(urlTable(system), "\nready", Math.round(performance.now() - t0));
for (const u of [system.urls.edge + "/api/health", system.urls.stream + "/health", system.urls.modelServer + "/health", system.urls.edge + "/"]) {
  const r = await fetch(u); console.log(u, r.status, (await r.text()).slice(0, 300));
}
const t1 = performance.now();
await system.stop();
console.log("stopped", Math.round(performance.now() - t1));
} catch (e) { console.log((e as Error).message, (e as Error).stack?.slice(0, 300)); }
process.exit(0);
