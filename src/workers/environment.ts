import { readFileSync } from "node:fs";
import os from "node:os";
import type { Environment } from "../core/benchmark/report.ts";

/** Everything about the machine that a reader of the figures must know. Read before the run loads it. */
export function readEnvironment(): Omit<Environment, "engineVersion" | "driver"> {
  const [load] = os.loadavg();
  return {
    cpus: coreCount(),
    cpuModel: os.cpus()[0]?.model.trim() ?? "unknown",
    memoryMb: Math.round(os.totalmem() / 2 ** 20),
    os: `${os.type()} ${os.release()} ${os.arch()}`,
    node: process.versions.node,
    loadBefore: process.platform === "win32" || load === undefined ? null : Math.round(load * 100) / 100,
    threadCpu: process.threadCpuUsage !== undefined,
  };
}

/** The smallest of available parallelism (which knows the affinity) and the container's CPU limit, at least 1. */
function coreCount(): number {
  const limits = [os.availableParallelism(), cgroupLimit() ?? Number.POSITIVE_INFINITY];
  return Math.max(1, Math.floor(Math.min(...limits)));
}

function cgroupLimit(): number | undefined {
  const [quota, period] = read("/sys/fs/cgroup/cpu.max")?.split(" ") ?? [
    read("/sys/fs/cgroup/cpu/cpu.cfs_quota_us"),
    read("/sys/fs/cgroup/cpu/cpu.cfs_period_us"),
  ];
  const cores = Number(quota) / Number(period);
  return cores > 0 ? cores : undefined;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    // Not Linux, or no such controller: then there is no limit to know of.
    return undefined;
  }
}
