/** Said wherever figures of a shop are shown whose shoppers are simulated. */
export function SimulatedNote({ simulated }: { simulated: boolean }) {
  if (!simulated) return null;
  return (
    <p className="text-14 text-ink-soft">
      The shoppers of this shop are simulated: these figures show how the dashboards work, not what
      people buy.
    </p>
  );
}
