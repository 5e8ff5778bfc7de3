import type { AuditEntry } from "@slipstream/contracts/admin-api";
import { changesOf } from "./audit-changes.ts";
import { DataTable } from "./shell/data-table.tsx";
import { When } from "./shell/when.tsx";

/** Who changed what, and from what to what. */
export function AuditTable({ entries }: { entries: readonly AuditEntry[] }) {
  return (
    <DataTable<AuditEntry>
      caption="Audit log"
      minWidth="52rem"
      alignTop
      rows={entries}
      rowKey={({ id }) => id}
      empty={{ title: "Nothing was changed yet" }}
      columns={[
        { key: "at", head: "When (UTC)", cell: ({ at }) => <When at={at} time /> },
        { key: "actor", head: "Who", cell: ({ actor, actorKind }) => actor ?? actorKind },
        { key: "action", head: "Did", cell: ({ action }) => action.replaceAll("_", " ") },
        { key: "resource", head: "With", cell: (entry) => <Thing entry={entry} /> },
        { key: "changes", head: "What changed", cell: (entry) => <Changes entry={entry} /> },
      ]}
    />
  );
}

function Thing({ entry }: { entry: AuditEntry }) {
  return (
    <>
      {entry.resource}{" "}
      <span className="font-mono text-12 break-all text-ink-soft">{entry.resourceId}</span>
    </>
  );
}

function Changes({ entry }: { entry: AuditEntry }) {
  const changes = changesOf(entry.before, entry.after);
  return (
    <div className="max-w-[36rem] space-y-0.5 text-12">
      {changes.map(({ name, from, to }) => (
        <p key={name} className="break-words">
          {name !== "" && <span className="text-ink-soft">{name}: </span>}
          {from !== undefined && <del className="text-ink-soft">{from}</del>}
          {from !== undefined && to !== undefined && " → "}
          {to !== undefined && <ins className="no-underline">{to}</ins>}
        </p>
      ))}
      {entry.reason && <p className="text-ink-soft">“{entry.reason}”</p>}
    </div>
  );
}
