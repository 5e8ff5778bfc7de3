/** What tests inside workerd, where no process can be started, are told of the services. */
export interface WorkerTestServices {
  databaseUrl: string;
  natsWsUrl: string;
  redisRestUrl: string;
  redisRestToken: string;
  /** `POST /nats/kill`, `/nats/start`, `/redis/kill`, `/redis/start`; `POST /sql` with a statement. */
  controlUrl: string;
  /** A key of the shop `demo` with the scope `events:write`. */
  apiKey: string;
  /** A key of the same shop without it. */
  weakApiKey: string;
  /** A port where nothing listens until a test makes something listen there. */
  modelServerUrl: string;
  folder: string;
}
