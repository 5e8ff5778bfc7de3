import { Notice } from "../../ui/notice.tsx";

/** Says that the page's figures are old; it is asked again all the time. */
export function SilenceNotice() {
  return (
    <Notice title="The shop does not answer this page at the moment">
      The figures below are the last that came. It is asked again every few seconds.
    </Notice>
  );
}
