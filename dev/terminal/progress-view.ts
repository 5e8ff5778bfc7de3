import { Listr } from "listr2";
import type { OnProgress, Progress, Step } from "../supervisor/progress.ts";

/** Shows the progress of a start, and afterwards what happens to the children. */
export interface ProgressView {
  onProgress: OnProgress;
  /** Waits until the list is drawn for the last time. */
  finish: () => Promise<void>;
}

type StepProgress = Extract<Progress, { kind: "step" }>;

/** One line a step, as it ends: for logs and pipes. */
export function plainView(write: (line: string) => void): ProgressView {
  return {
    finish: async () => {},
    onProgress: (progress) => {
      if (progress.kind !== "step") write(describeNews(progress));
      else if (progress.state === "done") write(`  ✔ ${progress.step}${suffix(progress)}`);
      else if (progress.state === "failed") write(`  ✖ ${progress.step}`);
    },
  };
}

/** A list with a spinner for each step that runs, for a terminal. */
export function listView(steps: Step[], write: (line: string) => void): ProgressView {
  const listeners = new Map<Step, (progress: StepProgress | "given up") => void>();
  const list = new Listr(
    steps.map((step) => ({
      title: step,
      task: (_context, task) =>
        new Promise<void>((resolve, reject) => {
          listeners.set(step, (progress) => {
            if (progress !== "given up" && progress.state === "running") return;
            listeners.delete(step);
            if (progress === "given up") return resolve(task.skip(`${step}  given up`));
            if (progress.state === "failed") return reject(new Error(step));
            task.title = `${step}${suffix(progress)}`;
            resolve();
          });
        }),
    })),
    {
      concurrent: true,
      exitOnError: false,
      registerSignalListeners: false,
      collectErrors: false,
      rendererOptions: { showErrorMessage: false, collapseErrors: false },
    },
  );
  let drawn: Promise<unknown> | undefined;
  return {
    onProgress: (progress) => {
      if (progress.kind !== "step") return write(describeNews(progress));
      // What comes before the list is short, or asks a question, which a spinner would overwrite.
      if (!steps.includes(progress.step)) return;
      drawn ??= list.run().catch(() => {});
      queueMicrotask(() => listeners.get(progress.step)?.(progress));
    },
    finish: async () => {
      for (const listener of listeners.values()) listener("given up");
      await drawn;
    },
  };
}

function suffix(progress: Extract<StepProgress, { state: "done" }>): string {
  const detail = progress.detail ? `  ${progress.detail}` : "";
  return `${detail}  ${(progress.elapsedMs / 1000).toFixed(1)} s`;
}

function describeNews(news: Exclude<Progress, { kind: "step" }>): string {
  const seconds = (ms: number) => `${ms / 1000} s`;
  switch (news.kind) {
    case "notice":
      return news.message;
    case "died":
      return `! ${news.name} died (${news.how}); starting it again in ${seconds(news.restartInMs)}`;
    case "restart_failed":
      return `! ${news.name} did not start: ${news.reason}\n  Next try in ${seconds(news.restartInMs)}`;
    case "restarted":
      return `  ${news.name} runs again`;
  }
}
