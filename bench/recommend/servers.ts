import { Agent } from "node:http";
import { join } from "node:path";
import { type Child, startChild } from "@slipstream/dev/services/child";
import { freePort } from "@slipstream/dev/services/ports";
import { NODE_OPTIONS } from "@slipstream/dev/supervisor/parts";
import { ROOT } from "@slipstream/dev/supervisor/root";
import type { System } from "@slipstream/dev/supervisor/system-options";
import { httpRequest } from "../http-client.ts";

/** A million items take their time. */
const READY_TIMEOUT_MS = 3_600_000;

/** What finds none free waits here, and its latency goes on. */
const MAX_CONNECTIONS = 128;

/** A program that is measured. */
export interface Server {
  pid: number;
  url: string;
  /** Sends the next of the bodies to it. @throws Error for any answer but 200 */
  ask: (number: number) => Promise<Buffer>;
  stop: () => Promise<void>;
}

interface ServerOptions {
  system: System;
  /** What is asked, in turn. */
  bodies: readonly string[];
}

/** The model server as the system starts it, ready when it says so. */
export function startModelServer(
  options: ServerOptions & { ready: (url: string) => Promise<boolean> },
): Promise<Server> {
  const { environment, urls } = options.system;
  const program = [...NODE_OPTIONS, join(ROOT, "model-server/main.ts")];
  const { modelServer: url } = urls;
  return start({ ...options, name: "model-server", url, args: program, env: environment });
}

/** The library and the runtime alone, with the files in `folder`. */
export async function startRawServer(
  options: ServerOptions & { folder: string; ef: number },
): Promise<Server> {
  const port = await freePort();
  const { folder, ef } = options;
  const program = [...NODE_OPTIONS, join(ROOT, "bench/recommend/raw-server.ts")];
  const args = [...program, `--folder=${folder}`, `--port=${port}`, `--ef=${ef}`];
  const url = `http://127.0.0.1:${port}`;
  const ready = async () => (await fetch(url)).ok;
  return start({ ...options, name: "raw-server", url, args, env: process.env, ready });
}

async function start(
  options: ServerOptions & {
    name: string;
    url: string;
    args: string[];
    env: NodeJS.ProcessEnv;
    ready: (url: string) => Promise<boolean>;
  },
): Promise<Server> {
  const { name, url, args, env, bodies, ready } = options;
  const child: Child = await startChild({
    name,
    command: process.execPath,
    args,
    env,
    logFile: join(options.system.dataDir, "logs", `${name}.log`),
    ready: () => ready(url),
    readyTimeoutMs: READY_TIMEOUT_MS,
  });
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_CONNECTIONS });
  const ask = (number: number) => post(agent, url, bodies[number % bodies.length]!);
  return { pid: child.pid, url, ask, stop: () => child.stop() };
}

async function post(agent: Agent, url: string, body: string): Promise<Buffer> {
  const answer = await httpRequest({ url: `${url}/v1/recommend`, agent, method: "POST", body });
  if (answer.status === 200) return answer.body;
  throw new Error(`${url} answered ${answer.status}: ${answer.body}`);
}
