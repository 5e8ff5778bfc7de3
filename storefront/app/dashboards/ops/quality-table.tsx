import type { StreamStatus } from "@slipstream/contracts/stream-status";
import { figureText } from "../figure-text.ts";

/** Each prediction made before its event was learnt: how often the next item was among twenty. */
export function QualityTable({ prequential }: { prequential: StreamStatus["prequential"] }) {
  const measured = prequential.filter(({ samples }) => samples > 0);
  if (measured.length === 0) {
    return (
      <p className="text-14 text-ink-soft">Nothing measured yet: it begins with the traffic.</p>
    );
  }
  return measured.map(({ shop, samples, recallAt20, mrrAt20 }) => (
    <table key={shop} className="figures mb-6 w-full text-right text-14">
      <caption className="mb-2 text-left text-ink-soft">
        {shop}, last {figureText(samples)} predictions
      </caption>
      <thead className="border-line border-b text-ink-soft">
        <tr>
          <th scope="col" className="py-1.5 text-left font-normal">
            By
          </th>
          <th scope="col" className="py-1.5 font-normal">
            Recall@20
          </th>
          <th scope="col" className="py-1.5 font-normal">
            MRR@20
          </th>
        </tr>
      </thead>
      <tbody>
        {Object.keys(recallAt20).map((model) => (
          <tr key={model}>
            <th scope="row" className="py-1.5 text-left font-normal">
              {model.replaceAll("_", " ")}
            </th>
            <td className="font-mono text-12">{recallAt20[model]?.toFixed(3)}</td>
            <td className="font-mono text-12">{mrrAt20[model]?.toFixed(3) ?? "–"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  ));
}
