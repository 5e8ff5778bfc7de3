import Eye from "lucide-react/icons/eye";
import EyeOff from "lucide-react/icons/eye-off";
import { useState } from "react";
import { t } from "../../language/text.ts";
import { IconButton } from "../button.tsx";
import { controlLook, describedBy, FieldFrame, type FieldWords } from "./field-frame.tsx";
import { useFormField } from "./form-problem.ts";

interface PasswordFieldProps extends FieldWords {
  /** What password managers are to do: fill in the known one, or make one. */
  autoComplete: "current-password" | "new-password";
  minLength?: number;
  className?: string;
}

/** A password, which may be shown while it is typed. */
export function PasswordField(props: PasswordFieldProps) {
  const { name, label, hint, error: own, className, autoComplete, minLength } = props;
  const { id, error } = useFormField(name, own);
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <FieldFrame {...{ id, label, hint, error, className }}>
      <div className="relative">
        <input
          type={shown ? "text" : "password"}
          name={name}
          required
          autoComplete={autoComplete}
          autoCapitalize="off"
          spellCheck={false}
          minLength={minLength}
          className={`${controlLook} h-11 rounded-full pr-12 pl-5`}
          {...describedBy(id, { hint, error })}
        />
        <IconButton
          label={shown ? t("Hide the password") : t("Show the password")}
          className="needs-script absolute top-0 right-0"
          onClick={() => setShown(!shown)}
        >
          <Icon size={18} aria-hidden="true" />
        </IconButton>
      </div>
    </FieldFrame>
  );
}
