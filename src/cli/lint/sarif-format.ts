import { createHash } from "node:crypto";
import { pathToFileURL } from "node:url";
import type { Severity } from "../../core/lint/finding.ts";
import type { Rule } from "../../core/lint/rule.ts";
import { english } from "../../core/text/text.ts";
import type { PlacedFix, Span } from "../../protocol/lint.ts";
import type { LintFinding, LintReport } from "./lint-report.ts";
import type { SourceLines } from "./text-format.ts";

export interface SarifOptions {
  readonly version: string;
  /** Those that may have run. */
  readonly rules: readonly Rule[];
  readonly documentationOf: (rule: string) => string | undefined;
  readonly linesOf: SourceLines;
}

const levels: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  information: "note",
  hint: "note",
};

/** SARIF 2.1.0 (OASIS): what code scanning of GitHub and others read. */
export function sarifLog(report: LintReport, options: SarifOptions): object {
  const ruleIndexes = new Map(options.rules.map(({ id }, index) => [id, index]));
  const fingerprint = fingerprints(options.linesOf);
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Lanewise",
            semanticVersion: options.version,
            rules: options.rules.map((rule) => descriptorOf(rule, options.documentationOf(rule.id))),
          },
        },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: report.errors.map(({ file, message }) => ({
              level: "error",
              message: { text: message },
              locations: [{ physicalLocation: { artifactLocation: artifactOf(file) } }],
            })),
          },
        ],
        results: report.findings.map((finding) => ({
          ...resultOf(finding),
          ...(ruleIndexes.has(finding.rule) ? { ruleIndex: ruleIndexes.get(finding.rule) } : {}),
          partialFingerprints: { primaryLocationLineHash: fingerprint(finding) },
        })),
      },
    ],
  };
}

function descriptorOf({ id, severity, severityWhenOn = "warning", docs }: Rule, uri: string | undefined) {
  return {
    id,
    shortDescription: { text: docs.summary },
    fullDescription: { text: docs.why },
    help: { text: `${docs.why}\n\n${docs.remedy}`, markdown: `${docs.why}\n\n${docs.remedy}` },
    ...(uri === undefined ? {} : { helpUri: uri }),
    defaultConfiguration: {
      enabled: severity !== "off",
      level: levels[severity === "off" ? severityWhenOn : severity],
    },
  };
}

function resultOf({ file, span, rule, severity, text, related, fixes }: LintFinding) {
  return {
    ruleId: rule,
    level: levels[severity],
    message: { text: escapeLinks(english(text)) },
    locations: [{ physicalLocation: { artifactLocation: artifactOf(file), region: regionOf(span) } }],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((place, id) => ({
            id: id + 1,
            message: { text: escapeLinks(english(place.text)) },
            physicalLocation: { artifactLocation: artifactOf(place.file), region: regionOf(place.span) },
          })),
        }),
    ...(fixes.length === 0 ? {} : { fixes: fixes.map((fix) => fixOf(file, fix)) }),
  };
}

function fixOf(file: string, { title, edits }: PlacedFix) {
  return {
    description: { text: escapeLinks(english(title)) },
    artifactChanges: [
      {
        artifactLocation: artifactOf(file),
        replacements: edits.map(({ span, text }) => ({
          deletedRegion: regionOf(span),
          ...(text === "" ? {} : { insertedContent: { text } }),
        })),
      },
    ],
  };
}

function regionOf({ start, end }: Span) {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

/** Relative to where the command ran, which code scanning takes for the repository's root. */
function artifactOf(file: string): { readonly uri: string } {
  if (/^(?:\/|[A-Za-z]:)/.test(file)) return { uri: pathToFileURL(file).href };
  const parts = file.split("/").filter((part, i) => !(part === "." && i === 0));
  return { uri: parts.map(encodeURIComponent).join("/") };
}

/** In SARIF's texts `[text](1)` is a link (3.11.6): ours hold none, but code may look like one. */
function escapeLinks(text: string): string {
  return text.replace(/\[(?=[^\]]*\]\()/g, "\\[");
}

/** Stays the same while lines move: of the rule and the code of the line, and the count of such before it in the file. */
function fingerprints(linesOf: SourceLines): (finding: LintFinding) => string {
  const seen = new Map<string, number>();
  return ({ file, span, rule }) => {
    const code = linesOf(file)?.[span.start.line]?.trim() ?? String(span.start.line);
    const hash = createHash("sha256").update(`${rule}\0${code}`).digest("hex").slice(0, 16);
    const count = (seen.get(`${file}\0${hash}`) ?? 0) + 1;
    seen.set(`${file}\0${hash}`, count);
    return `${hash}:${count}`;
  };
}
