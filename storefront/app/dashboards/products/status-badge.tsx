import type { ProductStatus } from "@slipstream/contracts/selling-api";
import { Badge, type Tone } from "../shell/badge.tsx";

const looks: Readonly<Record<ProductStatus, { text: string; tone: Tone }>> = {
  published: { text: "Published", tone: "plain" },
  draft: { text: "Draft", tone: "quiet" },
  hidden: { text: "Hidden", tone: "quiet" },
  deleted: { text: "Deleted", tone: "quiet" },
};

/** A product's state in one word. */
export function StatusBadge({ status }: { status: ProductStatus }) {
  const { text, tone } = looks[status];
  return <Badge tone={tone}>{text}</Badge>;
}
