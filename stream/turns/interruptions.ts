/** EVENTS has fewer messages than were applied: it was made anew, or is another one. */
export class StreamBehind extends Error {
  override readonly name = "StreamBehind";
  readonly code = "stream_behind";
}

/** NATS was away: deliveries and acknowledgements on their way may be lost. */
export class Reconnected extends Error {
  override readonly name = "Reconnected";
  readonly code = "reconnected";
}

/** The processor was asked to stop. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}
