import { access, constants } from "node:fs/promises";
import path from "node:path";
import { severities } from "../core/lint/finding.ts";
import { cacheFolder } from "../node/cache-folder.ts";
import type { LintedFile } from "../node/lint-files.ts";
import { cancelOnInterrupt } from "./cancellation.ts";
import type { CliDeps, ExitCode } from "./cli-deps.ts";
import type { Command } from "./command.ts";
import { type CheckedAndFixed, checkAndFix } from "./lint/check-and-fix.ts";
import { gatherFiles, type TargetFile } from "./lint/gather-files.ts";
import type { LintError, LintReport } from "./lint/lint-report.ts";
import { makeReport } from "./lint/make-report.ts";
import { renderReport } from "./lint/render-report.ts";
import { readLines } from "./lint/source-texts.ts";
import { differenceSummary, type SourceLines, summaryText } from "./lint/text-format.ts";
import { unifiedDiff } from "./lint/unified-diff.ts";
import { writeFixes } from "./lint/write-fixes.ts";
import { lintHelp } from "./lint-help.ts";
import { type LintRequest, parseLint } from "./lint-request.ts";
import { type Channels, channelsFor } from "./output.ts";
import { statusLine } from "./status-line.ts";
import { styleFor } from "./style.ts";

const PROGRESS_AFTER_MS = 1000;
const MAX_WIDTH = 120;

export const lintCommand: Command = {
  help: lintHelp,
  async run(args, deps) {
    const ruleIds = deps.lint.rules.map(({ id }) => id);
    const parsed = parseLint(args, ruleIds);
    if (!parsed.ok) return { usageError: parsed.problem };
    const request = parsed.value;
    if (request.output !== undefined) {
      const checked = await deps.files.check(request.output);
      if (!checked.ok) return { usageError: `--output: ${checked.problem}` };
    }
    const targets = [{ path: request.output ?? "-" }];
    const channels = channelsFor({ command: lintHelp.name, isQuiet: request.isQuiet, targets }, deps);
    const cancellation = cancelOnInterrupt(deps, () => undefined);
    const code = await lint(request, ruleIds, channels, cancellation.signal, deps);
    cancellation.stopListening();
    return code;
  },
};

async function lint(
  request: LintRequest,
  knownRules: readonly string[],
  channels: Channels,
  signal: AbortSignal,
  deps: CliDeps,
): Promise<ExitCode> {
  const base = deps.absolutePath(".");
  const { readStandardInput } = deps.lint;
  const gathered = await gatherFiles(request, { knownRules, base, readStandardInput, signal });
  if (signal.aborted) return cancelled(channels);
  if (!gathered.ok) {
    for (const problem of gathered.problems) channels.complain(problem);
    return 2;
  }
  const result = await check(request, gathered.files, channels, signal, deps);
  if (result.status === "cancelled" || signal.aborted) return cancelled(channels);
  if (result.status === "failed") {
    channels.complain(result.detail);
    return 2;
  }
  return conclude({ request, files: gathered.files, result, errors: gathered.errors, base, channels, deps });
}

function cancelled(channels: Channels): ExitCode {
  channels.mention("Cancelled: nothing was written.");
  return 130;
}

async function check(
  request: LintRequest,
  files: readonly TargetFile[],
  channels: Channels,
  signal: AbortSignal,
  deps: CliDeps,
): Promise<CheckedAndFixed> {
  const line = statusLine(channels.progress, deps.now, PROGRESS_AFTER_MS);
  const { isOn, folder } = request.cache;
  const result = await checkAndFix(files, request.fixes !== "none", deps.lint.checkFiles, {
    threads: request.threads ?? deps.lint.threads,
    cacheFolder: isOn ? (folder === undefined ? cacheFolder() : deps.absolutePath(folder)) : undefined,
    signal,
    onProgress: (done, total) => {
      if (!signal.aborted) line.show((width) => `Checking files: ${done} of ${total}`.slice(0, width));
    },
  });
  line.clear();
  return result;
}

interface Conclusion {
  readonly request: LintRequest;
  readonly files: readonly TargetFile[];
  readonly result: CheckedAndFixed & { readonly status: "completed" };
  /** Of what could not be read at all. */
  readonly errors: readonly LintError[];
  readonly base: string;
  readonly channels: Channels;
  readonly deps: CliDeps;
}

async function conclude(conclusion: Conclusion): Promise<ExitCode> {
  const { request, files, result, errors, base, channels, deps } = conclusion;
  const isInput = "stdinName" in request.input;
  const written =
    request.fixes === "write" && !isInput
      ? await writeFixes(result.changed, deps.files)
      : { fixed: [], errors: [] };
  const fixed = request.fixes !== "write" ? undefined : isInput ? fixedInput(result) : written.fixed;
  const checked = request.fixes === "show" ? result.unfixed : result.files;
  const report = makeReport(files, checked, [...errors, ...written.errors], fixed, base);
  for (const { file, message } of report.errors) channels.complain(`${file}: ${message}`);
  const problem =
    request.fixes === "show"
      ? await showDifference(report, conclusion)
      : await showReport(report, conclusion);
  if (problem !== undefined) channels.complain(`--output: ${problem}`);
  const isUnreadable = errors.length > 0 || (await hasUnreadable(files, checked));
  if (problem !== undefined || written.errors.length > 0 || isUnreadable) return 2;
  return files.some((file) => fails(file, checked.get(file.absolute))) ? 1 : 0;
}

function fixedInput({ changed }: Conclusion["result"]) {
  return changed.map(({ file, rules }) => ({ file: file.name, rules }));
}

/** A file with a problem is one that the system does not give, or one that is not as Python files are. */
async function hasUnreadable(
  files: readonly TargetFile[],
  checked: ReadonlyMap<string, LintedFile>,
): Promise<boolean> {
  for (const { absolute, text } of files) {
    if (text !== undefined || checked.get(absolute)?.problem === undefined) continue;
    const isReadable = await access(absolute, constants.R_OK).then(
      () => true,
      () => false,
    );
    if (!isReadable) return true;
  }
  return false;
}

function fails({ failOn }: TargetFile, checked: LintedFile | undefined): boolean {
  if (failOn === "never") return false;
  const limit = severities.indexOf(failOn);
  return checked?.findings.some(({ severity }) => severities.indexOf(severity) <= limit) ?? false;
}

/** A sentence if it cannot be written. */
async function showReport(report: LintReport, conclusion: Conclusion): Promise<string | undefined> {
  const { request, files, result, channels, deps } = conclusion;
  const givesInputBack = request.fixes === "write" && "stdinName" in request.input;
  const toTerminal = request.output === undefined ? (givesInputBack ? deps.stderr : deps.stdout) : undefined;
  const { rules, documentationOf } = deps.lint;
  const rendered = renderReport(report, {
    format: request.format,
    withStatistics: request.withStatistics,
    isQuiet: request.isQuiet,
    version: deps.version,
    rules,
    documentationOf,
    linesOf: await linesFor(report, conclusion),
    style: styleFor(toTerminal ?? { hasColors: false }),
    width: Math.min(toTerminal?.columns() ?? MAX_WIDTH, MAX_WIDTH),
  });
  const [input] = files;
  if (givesInputBack && input !== undefined)
    deps.stdout.write((input.hasMark ? "\uFEFF" : "") + (result.changed[0]?.after ?? input.text ?? ""));
  if (toTerminal !== undefined) {
    if (rendered !== "") toTerminal.write(rendered);
    if (request.format === "github") channels.mention(summaryText(report));
    return undefined;
  }
  channels.tell(summaryText(report));
  return deps.files.write(request.output ?? "", rendered);
}

async function showDifference(report: LintReport, conclusion: Conclusion): Promise<string | undefined> {
  const { request, result, channels, deps } = conclusion;
  const difference = result.changed
    .map(({ file, before, after }) => unifiedDiff(file.name, before, after))
    .join("");
  const fixes = result.changed.reduce(
    (sum, { rules }) => sum + [...rules.values()].reduce((a, b) => a + b, 0),
    0,
  );
  channels.mention(differenceSummary(report, fixes, result.changed.length));
  if (request.output !== undefined) return deps.files.write(request.output, difference);
  if (difference !== "") deps.stdout.write(difference);
  return undefined;
}

/** Of the files that the report shows code of. */
async function linesFor(report: LintReport, conclusion: Conclusion): Promise<SourceLines> {
  const { request, files, result, base } = conclusion;
  if (request.format !== "text" && request.format !== "sarif") return () => undefined;
  const targets = new Map(files.map((file) => [file.name, file]));
  const changed = new Map(result.changed.map(({ file, after }) => [file.name, after]));
  const names = new Set(
    report.findings.flatMap(({ file, related }) => [file, ...related.map((at) => at.file)]),
  );
  return readLines(
    [...names].map((name) => ({
      name,
      absolute: targets.get(name)?.absolute ?? path.resolve(base, name),
      text: changed.get(name) ?? targets.get(name)?.text,
    })),
  );
}
