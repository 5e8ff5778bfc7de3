import { Agent } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startChild } from "@slipstream/dev/services/child";
import { startNats } from "@slipstream/dev/services/nats";
import { freePort } from "@slipstream/dev/services/ports";
import { hearRails, openSocket } from "@slipstream/dev/traffic/live-socket";
import type { LivePage } from "../freshness/drive.ts";
import { httpRequest } from "../http-client.ts";

const SECRET = "the hops carry nothing, and so does this secret";

export interface EmptyHops {
  openPages(count: number): Promise<LivePage[]>;
  stop(): Promise<void>;
}

/** Starts worker, broker, consumer and answering server of the empty loop, in processes of their own. */
export async function startEmptyHops(folder: string): Promise<EmptyHops> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const stopOne of stops.reverse()) await stopOne();
  };
  try {
    const [port, answerPort] = [await freePort(), await freePort()];
    const nats = await startNats({
      dataDir: join(folder, "nats"),
      logFile: join(folder, "nats.log"),
      durable: true,
    });
    stops.push(() => nats.stop());
    const env = {
      ...process.env,
      NODE_ENV: "production",
      HOPS_PORT: String(port),
      HOPS_DATA_DIR: join(folder, "worker"),
      ANSWER_PORT: String(answerPort),
      ANSWER_URL: `http://127.0.0.1:${answerPort}/`,
      ANNOUNCE_URL: `http://127.0.0.1:${port}/announcements`,
      NATS_URL: nats.urls.url,
      NATS_WS_URL: nats.urls.wsUrl,
      INTERNAL_SECRET: SECRET,
      WRANGLER_SEND_METRICS: "false",
      CLOUDFLARE_CF_FETCH_ENABLED: "false",
    };
    const programs = [
      { program: "answer.ts", ready: () => answers(answerPort) },
      { program: "host.ts", ready: () => answers(port) },
      { program: "consumer.ts", ready: async () => true },
    ];
    for (const { program, ready } of programs) {
      const child = await startChild({
        name: `The empty hops' ${program}`,
        command: process.execPath,
        args: [fileURLToPath(new URL(program, import.meta.url))],
        env,
        logFile: join(folder, "hops.log"),
        ready,
      });
      stops.push(() => child.stop());
    }
    const agent = new Agent({ keepAlive: true });
    const openPages = (count: number) =>
      Promise.all(Array.from({ length: count }, (_, index) => openPage(port, agent, index)));
    return { openPages, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function answers(port: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: "POST" });
  await response.arrayBuffer();
  return response.status < 500;
}

async function openPage(port: number, agent: Agent, index: number): Promise<LivePage> {
  const visitorId = `visitor-${index}`;
  const socket = await openSocket(`ws://127.0.0.1:${port}/socket?visitor=${visitorId}`);
  return {
    async view(id) {
      const { status } = await httpRequest({
        url: `http://127.0.0.1:${port}/events`,
        agent,
        method: "POST",
        body: JSON.stringify({ id, visitorId }),
      });
      if (status !== 202) throw new Error(`the empty worker answered ${status}`);
    },
    onRail: (hear) => hearRails(socket, hear),
    close: () => socket.close(),
  };
}
