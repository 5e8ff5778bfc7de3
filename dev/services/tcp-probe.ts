import { connect } from "node:net";

const PROBE_TIMEOUT_MS = 1_000;

/** Whether something accepts TCP connections there. */
export function acceptsTcp(port: number, host = "127.0.0.1"): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: PROBE_TIMEOUT_MS });
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => done(true));
    socket.once("error", () => done(false));
    socket.once("timeout", () => done(false));
  });
}

/**
 * Sends one line and tells whether the answer starts as expected: a server that accepts may still
 * be loading its data.
 */
export function answersTcp(options: {
  port: number;
  host?: string;
  send?: string;
  expect: string;
}): Promise<boolean> {
  return new Promise((resolve) => {
    const { port, host = "127.0.0.1", send, expect } = options;
    const socket = connect({ port, host, timeout: PROBE_TIMEOUT_MS });
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => send && socket.write(send));
    socket.once("data", (data) => done(data.toString("latin1").startsWith(expect)));
    socket.once("error", () => done(false));
    socket.once("close", () => done(false));
    socket.once("timeout", () => done(false));
  });
}
