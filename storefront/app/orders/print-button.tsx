import Printer from "lucide-react/icons/printer";
import { t } from "../language/text.ts";
import { Button } from "../ui/button.tsx";

export function PrintButton() {
  return (
    <Button className="needs-script" onClick={() => print()}>
      <Printer size={18} aria-hidden="true" />
      {t("Print")}
    </Button>
  );
}
