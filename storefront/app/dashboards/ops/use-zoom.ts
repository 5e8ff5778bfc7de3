import { useSearchParams } from "react-router";
import { withParams } from "../shell/params.ts";

/** Shows a part of the time instead, epoch seconds: the address says which. */
export function useZoom(): (from: number, to: number) => void {
  const [params, setParams] = useSearchParams();
  return (from, to) =>
    setParams(withParams(params, { from: String(from), to: String(to) }), {
      preventScrollReset: true,
    });
}
