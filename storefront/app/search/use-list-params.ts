import { useLocation, useNavigation, useSearchParams } from "react-router";

/**
 * What this list is asked by: what was just chosen at once, although its answer is still on the way.
 */
export function useListParams(): URLSearchParams {
  const [params] = useSearchParams();
  const { pathname } = useLocation();
  const { location } = useNavigation();
  return location?.pathname === pathname ? new URLSearchParams(location.search) : params;
}

/** Whether another version of this very list is on its way. */
export function useListPending(): boolean {
  const { pathname } = useLocation();
  const { location } = useNavigation();
  return location?.pathname === pathname;
}
