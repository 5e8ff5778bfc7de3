import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/**
 * Which of some processes has the TCP connection that leaves by this local port of 127.0.0.1;
 * undefined where that cannot be told (it is read from Linux's /proc).
 */
export function ownerOfConnection(port: number, pids: readonly number[]): number | undefined {
  const inode = inodeOf(port);
  if (inode === undefined) return undefined;
  return pids.find((pid) => socketsOf(pid).includes(`socket:[${inode}]`));
}

/** The kernel's number of the socket with this local port. */
function inodeOf(port: number): string | undefined {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  for (const file of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    for (const line of lines(file)) {
      const [, local, , , , , , , , inode] = line.trim().split(/\s+/);
      // Of a connection that was closed a moment ago there is a line, too, of nobody.
      if (local?.endsWith(`:${hex}`) && inode !== "0") return inode;
    }
  }
  return undefined;
}

function lines(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\n").slice(1);
  } catch {
    return [];
  }
}

function socketsOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return namesIn(folder).flatMap((entry) => {
    try {
      return [readlinkSync(`${folder}/${entry}`)];
    } catch {
      // Closed meanwhile: another one than the one that stands still.
      return [];
    }
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
