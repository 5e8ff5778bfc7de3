import { useEffect, useState } from "react";
import { t } from "../language/text.ts";
import { useShop } from "../shop.ts";
import { deliveryText } from "./delivery-days.ts";
import { whenIdle } from "./when-idle.ts";

/** When it would arrive. A page from the cache knows no day: it is named once the page is awake. */
export function DeliveryEstimate() {
  const { locale, delivery } = useShop();
  const [days, setDays] = useState<string>();
  useEffect(() => {
    if (delivery) whenIdle(() => setDays(deliveryText(new Date(), delivery, locale)));
  }, [delivery, locale]);
  if (!delivery) return null;
  const { minDays, maxDays } = delivery;
  return (
    <p className="mt-1 text-ink-soft">
      {days
        ? t("Arrives {days}", { days })
        : minDays === maxDays
          ? t("Delivered in {count} working day|Delivered in {count} working days", {
              count: minDays,
            })
          : t("Delivered in {from} to {to} working days", { from: minDays, to: maxDays })}
    </p>
  );
}
