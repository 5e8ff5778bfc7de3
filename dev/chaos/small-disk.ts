import { execFileSync } from "node:child_process";
import { mkdirSync, statfsSync } from "node:fs";

/** Far more than a run writes: the disk is full only when it is made to be. */
const SIZE = "6g";
const PAGE_BYTES = 4096;

/** A file system of its own (tmpfs, Linux, root) under a store's folder that can be made full. */
export class SmallDisk {
  readonly #folder: string;
  #unmounted = false;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Mounts it; answers why that is not possible where it is not. */
  static mount(folder: string): SmallDisk | { reason: string } {
    mkdirSync(folder, { recursive: true });
    try {
      run("mount", ["-t", "tmpfs", "-o", `size=${SIZE},mode=0755`, "tmpfs", folder]);
      const disk = new SmallDisk(folder);
      process.once("exit", () => disk.unmount());
      return disk;
    } catch (error) {
      return { reason: `no file system could be mounted: ${(error as Error).message.trim()}` };
    }
  }

  /** Not one page is left. */
  fill(): void {
    const { blocks, bfree, bsize } = statfsSync(this.#folder);
    this.#resize(String(Math.max(PAGE_BYTES, (blocks - bfree) * bsize)));
  }

  /** There is room again. */
  free(): void {
    this.#resize(SIZE);
  }

  /** May be called again; also done when this process ends. */
  unmount(): void {
    if (this.#unmounted) return;
    this.#unmounted = true;
    run("umount", ["-l", this.#folder]);
  }

  #resize(size: string): void {
    run("mount", ["-o", `remount,size=${size}`, this.#folder]);
  }
}

function run(command: string, args: string[]): void {
  execFileSync(command, args, { stdio: "pipe" });
}
