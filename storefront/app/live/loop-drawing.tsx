import { t } from "../language/text.ts";
import {
  LOOP_HEIGHT,
  LOOP_WIDTH,
  legTimes,
  loopPath,
  type Station,
  stations,
  stationTimes,
} from "./loop-shape.ts";
import type { Run } from "./use-live-run.ts";
import { pulseRadii, useRound } from "./use-round.ts";

/** The loop as one line with its stations; an event of one's own runs along it. */
export function LoopDrawing({ run }: { run: Run | undefined }) {
  const { pulse, reached } = useRound(run);
  const times = run?.stages ? stationTimes(run.stages) : [];
  const isBack = reached >= stations.length;
  return (
    <>
      <div className="relative mx-auto w-full max-w-[28rem]">
        <svg
          aria-hidden="true"
          viewBox={`0 0 ${LOOP_WIDTH} ${LOOP_HEIGHT}`}
          className="loop block w-full overflow-visible"
          data-running={run && !isBack ? true : undefined}
        >
          <path d={loopPath} className="loop-line" />
          {stations.map(({ x, y }, at) => (
            <circle
              key={`${x} ${y}`}
              cx={x}
              cy={y}
              r={7}
              className="loop-station"
              data-reached={(run && at <= reached) || undefined}
            />
          ))}
          <g ref={pulse} className="loop-pulse">
            {pulseRadii.map((radius, at) => (
              <circle key={radius} r={radius} opacity={1 - at * 0.2} />
            ))}
          </g>
        </svg>
        <ol className="loop-labels absolute inset-0">
          {stations.map((station, at) => (
            <StationLabel
              key={`${station.x} ${station.y}`}
              station={station}
              timeMs={at > 0 && at <= reached ? times[at] : undefined}
            />
          ))}
        </ol>
        <Total totalMs={run?.totalMs} />
      </div>
      <Remark run={run} />
    </>
  );
}

/** Beside its station, towards the middle: live.css says where. */
function StationLabel({ station, timeMs }: { station: Station; timeMs: number | undefined }) {
  const { name, does } = station;
  return (
    <li>
      <span className="block text-14 font-medium">{t(name)}</span>
      <span className="block text-12 text-ink-soft">{t(does)}</span>
      <span className="figures block min-h-[1lh] text-14">
        {timeMs !== undefined && (
          <>
            <span className="sr-only">{t("after")} </span>
            {digitsOf(timeMs)} ms
          </>
        )}
      </span>
    </li>
  );
}

/** Beside the page's own station: how long all of it took, as the page itself measured it. */
function Total({ totalMs }: { totalMs: number | undefined }) {
  return (
    <div role="status" className="pointer-events-none absolute top-[24%] left-[8.5%] w-[45%]">
      {totalMs !== undefined && (
        <>
          <p className="figures font-display text-40">{Math.round(totalMs)} ms</p>
          <p className="text-12 text-ink-soft">{t("from click to shelf")}</p>
        </>
      )}
    </div>
  );
}

/** Under the drawing: that nobody could watch it at its true speed, or that nothing came. */
function Remark({ run }: { run: Run | undefined }) {
  const { stages, totalMs } = run ?? {};
  const { slower } = legTimes(stages ? stationTimes(stages) : []);
  return (
    <p className="figures mt-3 min-h-[2lh] text-14 text-ink-soft">
      {stages &&
        stages.length > 0 &&
        t("Shown {times} times slower than it was.", { times: slower })}
      {stages?.length === 0 &&
        totalMs === undefined &&
        t("The answer is late. Your event is kept all the same.")}
    </p>
  );
}

function digitsOf(ms: number): string {
  return ms < 10 ? ms.toFixed(1) : String(Math.round(ms));
}
