import type { Milliseconds } from "../../core/benchmark/units.ts";
import type { CertificateInfo, ConnectStep } from "../../core/connection/catalog.ts";
import type { FormFields } from "../../core/connection/form-fields.ts";
import { connectStepText } from "../../core/text/connection-form-text.ts";
import { formatDuration } from "../../core/text/format-number.ts";
import { english } from "../../core/text/text.ts";
import type { TestProblem } from "../../protocol/connection-form.ts";
import { type Child, h } from "../element.ts";
import { icon } from "../sections/icon.ts";
import { stepsAhead, type TestProgress } from "./test-progress.ts";

/** What the test shows. `now`: to say whether a certificate is out of date. */
export function testPart(fields: FormFields, progress: TestProgress, now: number): Node[] {
  const { status, steps, problem } = progress;
  const [ahead, ...later] = status === "passed" ? [] : stepsAhead(fields, steps);
  const next = problem?.step ?? ahead;
  const isRunning = status === "running";
  return [
    h("h2", null, headings[status]),
    h(
      "ol",
      { class: "steps-done" },
      ...steps.map((step) => stepRow(fields, step)),
      next && status !== "cancelled" && openRow(fields, next, isRunning ? "running" : "failed"),
      ...(isRunning ? later.map((step) => openRow(fields, step, "waiting")) : []),
    ),
    ...(problem ? problemPart(problem, now) : []),
  ];
}

const headings: Readonly<Record<TestProgress["status"], string>> = {
  running: "Testing the connection…",
  cancelled: "The test was cancelled",
  failed: "The connection does not work",
  passed: "The connection works",
};

/** What a screen reader hears of news. */
export function spoken(fields: FormFields, { status, steps, problem }: TestProgress): string {
  const last = steps.at(-1);
  if (status === "running") return last ? stepWords(fields, last) : headings.running;
  return [headings[status], problem?.what, problem?.remedy].filter((part) => part !== undefined).join(". ");
}

function stepWords({ engine }: FormFields, { step, ms }: ConnectStep): string {
  return `${english(connectStepText(step, engine))}: ${stepTime(ms)}`;
}

/** Of a step, more precision than this says nothing. */
const SHORTEST_MS = 0.1;

function stepTime(ms: Milliseconds): string {
  return ms < SHORTEST_MS ? `under ${SHORTEST_MS} ms` : formatDuration(ms);
}

function stepRow({ engine }: FormFields, { step, ms, detail }: ConnectStep): HTMLElement {
  return h(
    "li",
    { class: "step-row done", "data-key": step },
    icon("done"),
    h("span", { class: "step-name" }, english(connectStepText(step, engine)), hidden(", done")),
    h("bdi", { class: "step-detail" }, detail),
    h("span", { class: "step-time" }, stepTime(ms)),
  );
}

const stateWords = { running: ", under way", failed: ", failed", waiting: ", not yet" } as const;

function openRow(
  { engine }: FormFields,
  step: ConnectStep["step"],
  state: keyof typeof stateWords,
): HTMLElement {
  return h(
    "li",
    { class: `step-row ${state}`, "data-key": step },
    state === "failed" ? icon("error") : h("span", { class: "ring", "aria-hidden": "true" }),
    h("span", { class: "step-name" }, english(connectStepText(step, engine)), hidden(stateWords[state])),
  );
}

function hidden(words: string): HTMLElement {
  return h("span", { class: "visually-hidden" }, words);
}

function problemPart({ what, remedy, detail, certificate }: TestProblem, now: number): Node[] {
  return [
    h("p", { class: "test-problem" }, what),
    h("p", { class: "test-remedy" }, remedy),
    ...(detail === ""
      ? []
      : [
          h(
            "pre",
            {
              class: "test-detail",
              tabindex: "0",
              role: "region",
              "aria-label": "The words of the server or the system",
            },
            detail,
          ),
        ]),
    ...(certificate ? [certificatePart(certificate, now)] : []),
  ];
}

function certificatePart(certificate: CertificateInfo, now: number): HTMLElement {
  const { subject, issuer, validFrom, validTo, fingerprint } = certificate;
  const isOver = Date.parse(validTo) < now;
  const isEarly = Date.parse(validFrom) > now;
  const rows: readonly (readonly [name: string, ...value: Child[]])[] = [
    ["Subject", subject],
    ["Issuer", issuer === subject ? `${issuer} (signed by itself)` : issuer],
    ["Valid from", `${day(validFrom)}${isEarly ? " (not yet)" : ""}`],
    ["Valid until", `${day(validTo)}${isOver ? " (over)" : ""}`],
    ["SHA-256", ...pairs(fingerprint)],
  ];
  return h(
    "section",
    { class: "certificate", "aria-labelledby": "certificate-title" },
    h("h3", { id: "certificate-title" }, "The server’s certificate"),
    h(
      "dl",
      null,
      ...rows.flatMap(([name, ...value]) => [h("dt", null, name), h("dd", null, h("bdi", null, ...value))]),
    ),
    h(
      "vscode-button",
      { appearance: "secondary", "data-action": "trust", "data-of": fingerprint },
      "Trust This Certificate for This Connection",
    ),
  );
}

/** `2026-11-21 01:09 UTC` */
function day(iso: string): string {
  return iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*$/, "$1 $2 UTC");
}

/** As administrators write it: `AB:CD:…`. A line ends behind a colon. */
function pairs(fingerprint: string): Child[] {
  const all = fingerprint.toUpperCase().match(/../g) ?? [];
  return all.flatMap((pair, index) => (index === 0 ? [pair] : [":", h("wbr"), pair]));
}
