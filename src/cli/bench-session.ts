import type { SessionSettings } from "../core/benchmark/plan.ts";
import type { Engine } from "../core/connection/engine.ts";
import { engineNames } from "../core/text/engine-names.ts";
import type { BenchOptions } from "./bench-options.ts";
import { type OptionValues, problem, type Reading } from "./option-table.ts";

type Values = OptionValues<BenchOptions>;

/** Whose each option of a session is. */
const engines = {
  "busy-timeout": ["sqlite"],
  "cache-size": ["sqlite"],
  "mmap-size": ["sqlite"],
  isolation: ["postgres", "mysql", "mssql"],
  "lock-timeout": ["postgres", "mysql", "mssql"],
  "work-mem": ["postgres"],
  "parallel-workers": ["postgres"],
  "packet-size": ["mssql"],
} as const satisfies Partial<Record<keyof BenchOptions, readonly Engine[]>>;

/** The settings of every session. An option of another engine is a mistake, not passed over. */
export function sessionOf(values: Values, engine: Engine): Reading<SessionSettings> {
  for (const [name, meant] of Object.entries(engines)) {
    if (values[name as keyof typeof engines] === undefined || meant.some((one) => one === engine)) continue;
    const names = new Intl.ListFormat("en", { type: "disjunction" }).format(
      meant.map((one) => engineNames[one]),
    );
    return problem(`--${name} is for ${names}, and ${engineNames[engine]} is measured.`);
  }
  if (values.isolation === "snapshot" && engine !== "mssql")
    return problem(`--isolation snapshot is for SQL Server, and ${engineNames[engine]} is measured.`);
  return { ok: true, value: settingsOf(values, engine) };
}

function settingsOf(values: Values, engine: Engine): SessionSettings {
  const server = {
    ...given("isolation", values.isolation),
    ...given("lockTimeoutMs", values["lock-timeout"]),
  };
  switch (engine) {
    case "sqlite":
      return {
        sqlite: {
          ...given("cacheSize", values["cache-size"]),
          ...given("mmapSize", values["mmap-size"]),
          ...given("busyTimeoutMs", values["busy-timeout"]),
        },
      };
    case "postgres":
      return {
        postgres: {
          ...server,
          ...given("workMemKb", values["work-mem"]),
          ...given("parallelWorkers", values["parallel-workers"]),
        },
      };
    case "mysql":
      return { mysql: server };
    case "mssql":
      return { mssql: { ...server, ...given("packetSize", values["packet-size"]) } };
  }
}

/** What was not given stays absent: the driver's or the server's default holds. */
function given<Name extends string, T>(name: Name, value: T | undefined): { readonly [N in Name]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [N in Name]: T });
}
