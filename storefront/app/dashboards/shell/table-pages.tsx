import { useSearchParams } from "react-router";
import { Pagination } from "../../ui/pagination.tsx";
import { withParams } from "./params.ts";

/** The pages of a list, in the address beside the page's other choices. */
export function TablePages({ page, pages }: { page: number; pages: number }) {
  const [params] = useSearchParams();
  return (
    <div className="-mt-6">
      <Pagination page={page} pages={pages} to={(to) => withParams(params, { page: String(to) })} />
    </div>
  );
}
