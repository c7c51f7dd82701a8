import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** The command lines of all benchmark processes of the extension that is installed below this folder. */
export function benchmarkProcesses(serverFolder: string): readonly string[] {
  const ours = path.join(serverFolder, "extensions");
  return commandLines().filter(
    (line) => line.includes(ours) && /dist[\\/](bench-runner|lane-process)\.js/.test(line),
  );
}

function commandLines(): readonly string[] {
  if (!existsSync("/proc/self/cmdline"))
    return execFileSync("ps", ["-A", "-ww", "-o", "args="], { encoding: "utf8" }).split("\n");
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(commandLine);
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    // It has ended since the list was made.
    return "";
  }
}
