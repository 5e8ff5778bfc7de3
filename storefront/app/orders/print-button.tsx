import { Printer } from "lucide-react";
import { Button } from "../ui/button.tsx";

export function PrintButton() {
  return (
    <Button className="needs-script" onClick={() => print()}>
      <Printer size={18} aria-hidden="true" />
      Print
    </Button>
  );
}
