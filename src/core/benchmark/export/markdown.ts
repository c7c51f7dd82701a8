import { causeText } from "../../text/cause-text.ts";
import { engineLabel } from "../../text/engine-names.ts";
import {
  formatCount,
  formatDuration,
  formatFactor,
  formatRate,
  formatShare,
} from "../../text/format-number.ts";
import { noteText } from "../../text/note-text.ts";
import { english } from "../../text/text.ts";
import { noiseGate } from "../noise-gate.ts";
import type { Report, StrategyReport } from "../report.ts";

const NOT_KNOWN = "–";

/** The report for an issue or a pull request: verdict, figures, causes, notes, settings and environment. */
export function markdown(report: Report): string {
  const parts = [
    `# Lanewise: ${escapeText(report.connection.name)}`,
    `**${escapeText(report.verdict.text)}**`,
    codeBlock(report.plan.workload.sql),
    workload(report),
    strategyTable(report.strategies),
    noise(report),
    section("Why", causeLines(report)),
    section("Notes", bullets(report.notes.map((note) => escapeText(english(noteText(note)))))),
    section("Settings", settingsTable(report.connection.settings)),
    section("Environment", environmentTable(report)),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function workload({ plan, outcome, startedAt }: Report): string {
  const { fetch, rowLimit, parameters } = plan.workload;
  const facts = [
    `${formatCount(plan.operations)} operations per trial`,
    fetch === "all" ? "rows kept" : "rows read and dropped",
    ...(rowLimit === null ? [] : [`at most ${formatCount(rowLimit)} rows each`]),
    ...(parameters.length === 0 ? [] : [`${parameters.length} parameters`]),
    `seed ${plan.seed}`,
    `measured ${startedAt}`,
    ...(outcome === "completed" ? [] : [`run ${outcome}`]),
  ];
  return escapeText(`${facts.join(", ")}.`);
}

function strategyTable(strategies: readonly StrategyReport[]): string {
  return table(
    ["Strategy", "Median", "95% interval", "Trials", "Rows/s", "p50", "p95", "p99", "Factor", "Interval"],
    strategies.map((one) => {
      const { latencyMs: latency, speedup, intervalMs } = one;
      return [
        one.outcome === "completed" ? one.strategy : `${one.strategy} (${one.outcome})`,
        orUnknown(one.medianMs, formatDuration),
        intervalMs ? `${formatDuration(intervalMs[0])} to ${formatDuration(intervalMs[1])}` : NOT_KNOWN,
        String(one.trialsMs.length),
        orUnknown(one.rowsPerSecond, formatRate),
        orUnknown(latency.p50, formatDuration),
        orUnknown(latency.p95, formatDuration),
        orUnknown(latency.p99, formatDuration),
        orUnknown(speedup?.factor ?? null, formatFactor),
        speedup ? `${formatFactor(speedup.low)} to ${formatFactor(speedup.high)}` : NOT_KNOWN,
      ];
    }),
  );
}

function noise(report: Report): string {
  if (!report.noise) return "";
  const { factor, low, high } = report.noise;
  const range = `${formatFactor(factor)} (${formatFactor(low)} to ${formatFactor(high)})`;
  const gate = formatShare(noiseGate(report.noise) - 1);
  return `Factors are median of serial ÷ median of the strategy. Serial against itself: ${range}; only differences beyond ${gate} are claimed.`;
}

function causeLines({ verdict }: Report): string {
  return bullets(
    verdict.causes.map((cause) => {
      const { title, explanation, figures, advice } = causeText(cause);
      const sentences = [explanation, ...(figures ? [figures] : []), advice].map(english).join(" ");
      return `**${escapeText(english(title))}.** ${escapeText(sentences)}`;
    }),
  );
}

function settingsTable(settings: Report["connection"]["settings"]): string {
  const rows = Object.entries(settings).map(([name, value]) => [name, String(value)]);
  return rows.length === 0 ? "" : table(["Setting", "Value"], rows);
}

function environmentTable({ environment, connection, lanewise }: Report): string {
  const { cpus, cpuModel, memoryMb, os, node, engineVersion, driver, loadBefore } = environment;
  const rows = [
    ["Cores", String(cpus)],
    ["CPU", cpuModel],
    ["Memory", memoryMb > 0 ? `${formatCount(memoryMb)} MB` : ""],
    ["System", os],
    ["Node", node],
    ["Engine", engineLabel(connection.engine, engineVersion)],
    ["Driver", driver],
    ["Load before", loadBefore === null ? "" : String(loadBefore)],
    ["Lanewise", lanewise],
  ];
  return table(
    ["", ""],
    rows.filter(([, value]) => value !== ""),
  );
}

function section(title: string, body: string): string {
  return body === "" ? "" : `## ${title}\n\n${body}`;
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeText).join(" | ")} |`;
  return [line(titles), `|${titles.map(() => " --- |").join("")}`, ...rows.map(line)].join("\n");
}

/** A fence longer than any run of backticks inside, so that no SQL can end it. */
function codeBlock(sql: string): string {
  const longest = (sql.match(/`+/g) ?? []).reduce((length, run) => Math.max(length, run.length), 2);
  const fence = "`".repeat(longest + 1);
  return `${fence}sql\n${sql.trim()}\n${fence}`;
}

/** Text from a database or a file becomes neither markup nor HTML nor a new cell. */
function escapeText(value: string): string {
  return value
    .replace(/\s*[\r\n]+\s*/g, " ")
    .replace(/[\\`*_[\]|~]/g, "\\$&")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;");
}

function orUnknown(value: number | null, format: (value: number) => string): string {
  return value === null ? NOT_KNOWN : format(value);
}
