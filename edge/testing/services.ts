import "vitest";

/** What tests inside workerd, where no process can be started, are told of the services. */
export interface WorkerTestServices {
  databaseUrl: string;
  natsWsUrl: string;
  redisRestUrl: string;
  redisRestToken: string;
  /** `POST /<nats|redis|model>/<kill|start>`; `POST /sql` with a statement. */
  controlUrl: string;
  /** A server that speaks Stripe's API: `dev/testing/stripe-stand-in.ts`. */
  stripeUrl: string;
  /** A key of the shop `demo` with the scope `events:write`. */
  apiKey: string;
  /** A key of the same shop without it. */
  weakApiKey: string;
  /** Nothing listens there until a test starts the model server. */
  modelServerUrl: string;
  folder: string;
}

declare module "vitest" {
  interface ProvidedContext {
    workerTestServices: WorkerTestServices;
  }
}
