import { describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { FEWEST_TRIALS } from "../../src/core/benchmark/estimates.ts";
import { defaultLimits, defaultTrials } from "../../src/core/benchmark/plan.ts";
import { type BenchmarkSettings, readSettings, type SettingSchema } from "../../src/extension/settings.ts";

const schemas = manifest.contributes.configuration.properties as unknown as Record<string, SettingSchema>;

function read(values: Readonly<Record<string, unknown>> = {}): {
  settings: BenchmarkSettings;
  invalid: string[];
} {
  const invalid: string[] = [];
  const settings = readSettings({
    value: (name) => (name in values ? values[name] : schemas[name]?.default),
    schemas,
    onInvalid: (name) => invalid.push(name),
  });
  return { settings, invalid };
}

describe("readSettings", () => {
  it("finds every default in the manifest, and they are the engine's own", () => {
    const { settings, invalid } = read();
    expect(invalid).toEqual([]);
    expect(settings).toEqual({
      lanes: [2, 4],
      kinds: ["threads", "processes"],
      fetch: "stream",
      operations: 6,
      rowLimit: null,
      trials: defaultTrials,
      limits: defaultLimits,
      seed: 1,
      whenBusy: "wait",
      session: { sqlite: {}, postgres: {}, mysql: {}, mssql: {} },
    });
  });

  it("allows no fewer trials than a verdict needs", () => {
    expect(schemas["lanewise.benchmark.trials.minimum"]?.minimum).toBe(FEWEST_TRIALS);
    expect(schemas["lanewise.benchmark.trials.maximum"]?.minimum).toBe(FEWEST_TRIALS);
  });

  it("converts units and passes on what the user set", () => {
    const { settings } = read({
      "lanewise.benchmark.lanes": [8, 2, 8],
      "lanewise.benchmark.trialTimeout": 5,
      "lanewise.benchmark.laneMemory": 1,
      "lanewise.benchmark.sqlite.cacheSize": -2000,
      "lanewise.benchmark.server.isolation": "serializable",
      "lanewise.benchmark.mssql.packetSize": 8192,
    });
    expect(settings.lanes).toEqual([2, 8]);
    expect(settings.limits).toMatchObject({ trialMs: 5000, laneBytes: 1024 * 1024 });
    expect(settings.session).toEqual({
      sqlite: { cacheSize: -2000 },
      postgres: { isolation: "serializable" },
      mysql: { isolation: "serializable" },
      mssql: { isolation: "serializable", packetSize: 8192 },
    });
  });

  it.each([
    ["lanes", [0]],
    ["lanes", []],
    ["lanes", "2"],
    ["lanes", [2, 65]],
    ["strategies", ["fibers"]],
    ["operations", 0],
    ["operations", 1.5],
    ["fetch", "some"],
    ["trialTimeout", -1],
    ["rowLimit", 0],
    ["seed", "one"],
  ])("falls back to the default of %s for %j, and says so", (key, value) => {
    const name = `lanewise.benchmark.${key}`;
    const { settings, invalid } = read({ [name]: value });
    expect(invalid).toEqual([name]);
    expect(settings).toEqual(read().settings);
  });

  it("never lets the maximum of trials lie below the minimum", () => {
    const { settings } = read({
      "lanewise.benchmark.trials.minimum": 20,
      "lanewise.benchmark.trials.maximum": 5,
    });
    expect(settings.trials).toEqual({ minimum: 20, maximum: 20 });
  });
});
