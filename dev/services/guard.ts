import { type ChildProcess, spawn } from "node:child_process";

/**
 * A shell that waits on a pipe from this process. When the pipe closes because this process ended,
 * in whatever way (kill -9 too), it stops the children that are still registered (politely, then
 * with their whole process groups) and removes the folders that were to go with them. Without it a killed supervisor or test runner leaves servers
 * behind. Lines: `add PID SIGNAL`, `del PID`, `rm FOLDER`.
 */
const SCRIPT = `
trap '' INT TERM HUP
children=' '
folders=''
while read -r op first second; do
  case $op in
    add) children="$children$first:$second " ;;
    del) children=$(printf '%s' "$children" | sed "s/ $first:[A-Z]* / /") ;;
    rm) folders="$folders
$first" ;;
  esac
done
for child in $children; do kill -s "\${child#*:}" "\${child%:*}" 2>/dev/null; done
tries=0
while [ $tries -lt 40 ]; do
  alive=''
  for child in $children; do kill -0 "\${child%:*}" 2>/dev/null && alive=1; done
  [ -z "$alive" ] && break
  tries=$((tries + 1))
  sleep 0.2
done
for child in $children; do kill -s KILL -- "-\${child%:*}" 2>/dev/null; done
printf '%s\n' "$folders" | while read -r folder; do [ -n "$folder" ] && rm -rf "$folder"; done
`;

let guard: ChildProcess | undefined;

function tell(line: string): void {
  if (!guard) {
    guard = spawn("/bin/sh", ["-c", SCRIPT], {
      cwd: "/",
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
    });
    guard.once("error", () => {});
    guard.stdin?.on("error", () => {});
    guard.unref();
    (guard.stdin as unknown as { unref?: () => void }).unref?.();
  }
  guard.stdin?.write(`${line}\n`);
}

/** From now on the process `pid` gets `signal` (INT, TERM, …) should this process die. */
export function guardProcess(pid: number, signal: NodeJS.Signals): void {
  tell(`add ${pid} ${signal.slice(3)}`);
}

/** The process ended in the ordinary way; its number may be somebody else's soon. */
export function releaseProcess(pid: number): void {
  tell(`del ${pid}`);
}

/** A temporary folder (absolute, no white space) that is removed when this process ends. */
export function guardFolder(folder: string): void {
  if (!/^\/[^\s]+\/[^\s]+$/.test(folder)) throw new Error(`Not a temporary folder: ${folder}`);
  tell(`rm ${folder}`);
}
