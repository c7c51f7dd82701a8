import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { locateServerPrograms } from "../test/support/servers/server-programs.mjs";
import { pairedRatio } from "./measure.ts";
import { type BenchServer, loginOf, POINTS } from "./server-bench.ts";

const run = promisify(execFile);

interface Comparison {
  readonly pairs: number;
  readonly lanes: number;
  /** Of each lane. */
  readonly operations: number;
  /** Milliseconds of one trial of ours. */
  readonly ours: () => Promise<number>;
}

/** PostgreSQL's own load tool, written in C, with the same statement. */
export function comparePgbench({ server, pointSql }: BenchServer, comparison: Comparison): Promise<string> {
  const programs = locateServerPrograms("postgres");
  const pgbench = programs && path.join(path.dirname(programs.server), "pgbench");
  if (!pgbench || !existsSync(pgbench)) return Promise.resolve("pgbench is not installed");
  const { lanes, operations } = comparison;
  const { host, port, user, password, database } = loginOf(server);
  const script = `\\set id random(1, ${POINTS})\n${pointSql.replace("$1", ":id")};\n`;
  return compare("pgbench -M prepared", script, comparison, async (file) => {
    const args = ["-n", "-M", "prepared", "-c", lanes, "-j", lanes, "-t", operations, "-f", file];
    const { stdout } = await run(
      pgbench,
      [...args, "-h", host, "-p", port, "-U", user, database].map(String),
      { env: { PGPASSWORD: password } },
    );
    return rate(/^tps = ([\d.]+) \(without/m, stdout);
  });
}

/** The load tool that MySQL and MariaDB are measured with, written in C, with the same statement. */
export async function compareSysbench(
  { server, pointSql }: BenchServer,
  comparison: Comparison,
): Promise<string> {
  try {
    await run("sysbench", ["--version"]);
  } catch {
    return "sysbench is not installed";
  }
  const { lanes, operations } = comparison;
  const { host, port, user, password, database } = loginOf(server);
  const script = `function thread_init()
  statement = sysbench.sql.driver():connect():prepare("${pointSql}")
  id = statement:bind_create(sysbench.sql.type.INT)
  statement:bind_param(id)
end
function event()
  id:set(sysbench.rand.uniform(1, ${POINTS}))
  statement:execute()
end
`;
  return compare("sysbench", script, comparison, async (file) => {
    const login = { host, port, user, password, db: database };
    const args = Object.entries(login).map(([key, value]) => `--mysql-${key}=${value}`);
    const load = [`--threads=${lanes}`, `--events=${lanes * operations}`, "--time=0", "--mysql-ssl=off"];
    const { stdout } = await run("sysbench", [file, "--db-driver=mysql", ...args, ...load, "run"]);
    return rate(/queries:\s+\d+\s+\(([\d.]+) per sec/, stdout);
  });
}

async function compare(
  name: string,
  script: string,
  { pairs, lanes, operations, ours }: Comparison,
  ratePerSecond: (file: string) => Promise<number>,
): Promise<string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "lanewise-bench-"));
  const file = path.join(folder, "point-reads.lua");
  writeFileSync(file, script);
  const theirs = async () => (lanes * operations * 1000) / (await ratePerSecond(file));
  const ratio = await pairedRatio(pairs, theirs, ours);
  rmSync(folder, { recursive: true });
  return `${ratio.toFixed(2)} of what \`${name}\` does with the same statement and as many clients, median of ${pairs} pairs`;
}

function rate(pattern: RegExp, output: string): number {
  const found = pattern.exec(output)?.[1];
  if (found === undefined) throw new Error(output);
  return Number(found);
}
