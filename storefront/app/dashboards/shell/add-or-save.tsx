import { SubmitButton } from "../../ui/form/submit-button.tsx";
import { ActionLink } from "./action-link.tsx";

/** The end of a form that adds to the list below it, or changes one of its rows. */
export function AddOrSave({ editing, back }: { editing: boolean; back: string }) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SubmitButton intent="save">{editing ? "Save" : "Add"}</SubmitButton>
      {editing && <ActionLink to={back}>Leave it as it is</ActionLink>}
    </div>
  );
}
