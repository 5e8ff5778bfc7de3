import type { LiveMap, LiveTrace, SessionPlace } from "@slipstream/contracts/live-api";
import { currentLanguage } from "../language/current.ts";
import { seenItems } from "../tracking/seen.ts";

async function ask<T>(path: string): Promise<T | undefined> {
  try {
    const response = await fetch(path, { headers: { "accept-language": currentLanguage() } });
    return response.ok ? ((await response.json()) as T) : undefined;
  } catch {
    return undefined;
  }
}

/** The catalogue's map; undefined while it cannot be had. */
export function askMap(): Promise<LiveMap | undefined> {
  return ask<LiveMap>("/api/live/map");
}

/** Where one's own session points; without consent that goes by what this tab remembers. */
export function askPlace(): Promise<SessionPlace | undefined> {
  return ask<SessionPlace>(`/api/live/place?context=${seenItems().join(",")}`);
}

const TRACE_EVERY_MS = 300;
const MAX_LOOKS = 16;

/** The way of an event, once all of it is known, or as much as was after five seconds. */
export async function askTrace(
  eventId: string,
  isWanted: () => boolean,
): Promise<LiveTrace | undefined> {
  let trace: LiveTrace | undefined;
  for (let look = 0; look < MAX_LOOKS && isWanted(); look++) {
    await new Promise((resolve) => setTimeout(resolve, TRACE_EVERY_MS));
    trace = (await ask<LiveTrace>(`/api/live/trace/${eventId}`)) ?? trace;
    if (trace?.complete) break;
  }
  return trace;
}
