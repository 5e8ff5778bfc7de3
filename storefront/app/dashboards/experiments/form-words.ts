import type { Ramp } from "@slipstream/contracts/experiments";

/** Rows for arms in the form; those without a name do not count. */
export const ARM_ROWS = 3;

const ramps: Readonly<Record<string, { text: string; ramp: Ramp }>> = {
  all: { text: "Everybody at once", ramp: [] },
  day: {
    text: "5 %, after 2 hours 25 %, after a day everybody",
    ramp: [
      { hours: 0, share: 0.05 },
      { hours: 2, share: 0.25 },
      { hours: 24, share: 1 },
    ],
  },
  week: {
    text: "1 %, after a day 10 %, after 3 days everybody",
    ramp: [
      { hours: 0, share: 0.01 },
      { hours: 24, share: 0.1 },
      { hours: 72, share: 1 },
    ],
  },
};

export const rampOptions = Object.entries(ramps).map(([value, { text }]) => ({ value, text }));

export function rampOf(name: string): Ramp {
  return ramps[name]?.ramp ?? [];
}

/** The choice of the form that a ramp is; undefined for one that somebody made elsewhere. */
export function rampName(ramp: Ramp): string | undefined {
  const text = JSON.stringify(ramp);
  return Object.keys(ramps).find((name) => JSON.stringify(ramps[name]?.ramp) === text);
}
