import { terminalTable } from "../core/benchmark/export/terminal-table.ts";
import type { Failure } from "../core/benchmark/outcome.ts";
import type { CauseEvidence, Conclusion, Report } from "../core/benchmark/report.ts";
import { onOneLine } from "../core/sql/on-one-line.ts";
import { causeText } from "../core/text/cause-text.ts";
import { engineLabel } from "../core/text/engine-names.ts";
import { failureText } from "../core/text/failure-text.ts";
import { formatCount } from "../core/text/format-number.ts";
import { noteText } from "../core/text/note-text.ts";
import { english } from "../core/text/text.ts";
import type { Terminal } from "./cli-deps.ts";
import { type Style, styleFor } from "./style.ts";
import { wrap, wrapAfter } from "./wrap.ts";

const MAX_WIDTH = 100;

/** What a run has shown, for people; empty when it measured nothing. */
export function benchSummary(report: Report, terminal: Pick<Terminal, "hasColors" | "columns">): string {
  if (report.strategies.every(({ trialsMs }) => trialsMs.length === 0)) return "";
  const width = Math.min(terminal.columns(), MAX_WIDTH);
  const style = styleFor(terminal);
  const sections = [
    headLines(report, width, style),
    [terminalTable(report, width)],
    wrap(report.verdict.text, width).map(styleOf(report.verdict.conclusion, style)),
    listed(
      "Why",
      report.verdict.causes.map((cause) => whyText(cause, report.verdict.text)),
      width,
      style,
    ),
    listed(
      "Notes",
      report.notes.map((note) => english(noteText(note))),
      width,
      style,
    ),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** A failure as one line: what happened, the engine's own words, what to do. */
export function failureLine(failure: Failure): string {
  const { what, remedy } = failureText(failure);
  const detail = failure.detail.replace(/\s+/g, " ").trim();
  return [english(what), ...(detail === "" ? [] : [`(${detail})`]), english(remedy)].join(" ");
}

function headLines(
  { connection, environment, plan, strategies }: Report,
  width: number,
  style: Style,
): string[] {
  const { sql, fetch } = plan.workload;
  const statement = onOneLine(sql) ?? sql.replace(/\s+/g, " ").trim();
  const head = `${connection.name} · ${statement}`;
  const rows = strategies[0]?.rows ?? 0;
  const facts = [
    `${formatCount(plan.operations)} operations and ${formatCount(rows)} rows per trial`,
    fetch === "all" ? "rows kept" : "rows dropped as they come",
    engineLabel(connection.engine, environment.engineVersion),
    `Node ${environment.node}`,
    `${environment.cpus} CPU${environment.cpus === 1 ? "" : "s"}`,
  ];
  return [
    style.strong(head.length <= width ? head : `${head.slice(0, width - 1)}…`),
    ...wrapBetween(facts, width).map(style.faint),
  ];
}

/** Lines break between the facts, never inside one. */
function wrapBetween(facts: readonly string[], width: number): string[] {
  const whole = facts.map((fact) => fact.replaceAll(" ", "\u00a0")).join(" · ");
  return wrap(whole, width).map((line) => line.replaceAll("\u00a0", " "));
}

/** The evidence only where the verdict has not told it already. */
function whyText(cause: CauseEvidence, verdict: string): string {
  const { title, explanation, figures, advice } = causeText(cause);
  const evidence = figures === null ? "" : english(figures);
  const sentences = [`${english(title)}.`, english(explanation), evidence, english(advice)];
  return sentences.filter((sentence) => sentence !== "" && !verdict.includes(sentence)).join(" ");
}

function listed(title: string, items: readonly string[], width: number, style: Style): string[] {
  if (items.length === 0) return [];
  return [style.strong(title), ...items.flatMap((item) => wrapAfter("  - ", item, width))];
}

function styleOf(conclusion: Conclusion, style: Style): (text: string) => string {
  if (conclusion === "parallel-helps") return style.good;
  return conclusion === "parallel-hurts" ? style.bad : style.strong;
}
