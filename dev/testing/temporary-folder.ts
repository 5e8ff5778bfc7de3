import { chmodSync, mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { guardFolder } from "../services/guard.ts";

/**
 * A new empty folder, removed when this process ends, however it ends. Others may pass through it:
 * PostgreSQL runs as another user when the tests run as root.
 */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "slipstream-test-"));
  chmodSync(folder, 0o755);
  guardFolder(folder);
  return folder;
}
