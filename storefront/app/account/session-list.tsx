import { Form } from "react-router";
import { t } from "../language/text.ts";
import { Button } from "../ui/button.tsx";
import { formatTime } from "../ui/date-text.ts";
import { deviceName } from "./device-name.ts";

interface SessionListProps {
  sessions: readonly {
    id: string;
    current: boolean;
    userAgent?: string | undefined;
    lastSeenAt: string;
  }[];
}

/** The browsers in which one is signed in. */
export function SessionList({ sessions }: SessionListProps) {
  return (
    <section>
      <h2 className="text-28">{t("Where you are signed in")}</h2>
      <ul className="mt-6 max-w-[40rem]">
        {sessions.map(({ id, current, userAgent, lastSeenAt }) => (
          <li
            key={id}
            className="flex min-h-16 flex-wrap items-center justify-between gap-x-6 gap-y-2 border-line border-t py-3"
          >
            <div>
              <p>{deviceName(userAgent)}</p>
              <p className="text-14 text-ink-soft">
                {current
                  ? t("This browser")
                  : t("Last seen {time}", { time: timeText(lastSeenAt) })}
              </p>
            </div>
            {!current && (
              <Form method="post">
                <input type="hidden" name="intent" value="end-session" />
                <input type="hidden" name="id" value={id} />
                <Button type="submit">{t("Sign out")}</Button>
              </Form>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function timeText(instant: string): string {
  return formatTime(instant, { dateStyle: "medium", timeStyle: "short" });
}
