import type { ColumnDrift } from "@slipstream/contracts/model-reports";
import { shareText } from "./share-text.ts";

const HEIGHT = 28;
const PAIR = 14;
const BAR = 5;

/** Two bars a bin: how often values were there in the training window, and how often they are now. */
export function ShareBars({ column }: { column: ColumnDrift }) {
  const { expected, actual, edges } = column;
  const most = Math.max(0.01, ...expected, ...actual);
  const names = [
    ...edges.map((edge) => `up to ${Number(edge.toPrecision(3))}`),
    edges.length === 0 ? "any value" : "above",
    "missing",
  ];
  const told = names
    .map(
      (name, bin) =>
        `${name}: ${shareText(expected[bin] ?? 0)}, now ${shareText(actual[bin] ?? 0)}`,
    )
    .join("; ");
  return (
    <svg
      role="img"
      aria-label={told}
      width={names.length * PAIR}
      height={HEIGHT}
      viewBox={`0 0 ${names.length * PAIR} ${HEIGHT}`}
    >
      <title>{told}</title>
      {names.map((name, bin) => (
        <g key={name} transform={`translate(${bin * PAIR} 0)`}>
          <Bar at={0} share={(expected[bin] ?? 0) / most} colour="var(--ink-faint)" />
          <Bar at={BAR + 1} share={(actual[bin] ?? 0) / most} colour="var(--current)" />
        </g>
      ))}
    </svg>
  );
}

function Bar({ at, share, colour }: { at: number; share: number; colour: string }) {
  const height = Math.max(1, share * HEIGHT);
  return <rect x={at} y={HEIGHT - height} width={BAR} height={height} fill={colour} />;
}
