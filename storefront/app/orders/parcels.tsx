import type { OrderLine, Shipment } from "@slipstream/contracts/order-api";
import type { ReactNode } from "react";
import { t } from "../language/text.ts";
import { dayText } from "../ui/date-text.ts";

interface ParcelsProps {
  shipments: readonly Shipment[];
  lines: readonly OrderLine[];
  /** What can be done with one that is under way. */
  act?: (shipment: Shipment) => ReactNode;
}

/** The parcels of an order, each with where it is. */
export function Parcels({ shipments, lines, act }: ParcelsProps) {
  const titles = new Map(lines.map(({ position, title }) => [position, title]));
  return (
    <ul className="space-y-4">
      {shipments.map((shipment) => (
        <li key={shipment.id} className="text-14">
          <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
            <div className="min-w-0">
              <p className="font-medium">
                {shipment.deliveredAt === undefined
                  ? t("Sent on {day}", { day: dayText(shipment.shippedAt) })
                  : t("Delivered on {day}", { day: dayText(shipment.deliveredAt) })}
              </p>
              <p className="text-ink-soft">
                {shipment.lines
                  .map(({ position, quantity }) => `${quantity} × ${titles.get(position) ?? ""}`)
                  .join(", ")}
              </p>
              <Tracking shipment={shipment} />
            </div>
            {shipment.deliveredAt === undefined && act?.(shipment)}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Tracking({ shipment }: { shipment: Shipment }) {
  const { carrier, trackingNumber, trackingUrl } = shipment;
  const text = [carrier, trackingNumber].filter((part) => part !== "").join(" ");
  if (text === "") return null;
  if (trackingUrl === undefined) return <p className="text-ink-soft">{text}</p>;
  return (
    <p>
      <a
        href={trackingUrl}
        rel="noreferrer"
        className="underline decoration-2 decoration-line underline-offset-4 hover:decoration-ink"
      >
        {text}
      </a>
    </p>
  );
}
