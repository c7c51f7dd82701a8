import type { CauseEvidence, Report } from "../../core/benchmark/report.ts";
import { causeText } from "../../core/text/cause-text.ts";
import { english } from "../../core/text/text.ts";
import { h } from "../element.ts";
import { factor, interval, milliseconds } from "../format.ts";
import { term } from "../term.ts";
import { icon } from "./icon.ts";
import { strategyMark } from "./strategy-mark.ts";

/** What the report proves, first and in words; then the figures behind it and the causes. */
export function verdictSection(report: Report, isRunning: boolean): HTMLElement {
  const { verdict } = report;
  const isTooEarly = isRunning && verdict.conclusion === "cannot-judge" && verdict.causes.length === 0;
  const [first, rest] = isTooEarly ? ["Too early to say.", ""] : splitFirstSentence(verdict.text);
  // A run that goes on has its own heading, and no last word yet.
  const heading = isRunning ? "h2" : "h1";
  return h(
    "section",
    {
      class: `verdict ${verdict.conclusion}`,
      "data-key": `verdict-${heading}`,
      "aria-labelledby": "verdict-heading",
    },
    h(
      "div",
      { class: "verdict-words" },
      h("span", { class: "mark" }, icon(verdict.conclusion)),
      h(
        "div",
        null,
        isRunning ? h("p", { class: "kicker" }, "So far") : null,
        h(heading, { id: "verdict-heading", class: "verdict-text", tabindex: -1 }, h("bdi", null, first)),
        rest && !isSaidBelow(rest, verdict.causes)
          ? h("p", { class: "verdict-more" }, h("bdi", null, rest))
          : null,
      ),
    ),
    keyFigures(report),
    causes(verdict.causes),
  );
}

/** The second sentence is the main cause's evidence: not twice where the causes stand below. */
function isSaidBelow(sentence: string, all: readonly CauseEvidence[]): boolean {
  return all.some((cause) => {
    const { figures } = causeText(cause);
    return figures !== null && english(figures) === sentence;
  });
}

function splitFirstSentence(text: string): readonly [first: string, rest: string] {
  const end = text.indexOf(". ");
  return end === -1 ? [text, ""] : [text.slice(0, end + 1), text.slice(end + 2)];
}

function keyFigures(report: Report): HTMLElement {
  const { verdict, plan, noise } = report;
  const compared = comparedStrategy(report);
  const serial = report.strategies.find(({ strategy }) => strategy === "serial");
  return h(
    "dl",
    { class: "key-figures" },
    verdict.factor === null
      ? null
      : figure(term("speedup"), factor(verdict.factor), verdict.interval && interval(verdict.interval)),
    compared
      ? figure(
          term("median", verdict.conclusion === "parallel-helps" ? "Best" : "Best parallel"),
          milliseconds(compared.medianMs),
          strategyMark(plan.strategies, compared.strategy),
        )
      : null,
    serial
      ? figure(
          term("median", "One after the other"),
          milliseconds(serial.medianMs),
          strategyMark(plan.strategies, serial.strategy),
        )
      : null,
    noise ? figure(term("noise"), factor(noise.factor), interval([noise.low, noise.high])) : null,
  );
}

/** The parallel strategy that the verdict's factor is about. */
function comparedStrategy({ strategies, verdict }: Report) {
  const parallel = strategies.filter(({ strategy, medianMs }) => strategy !== "serial" && medianMs !== null);
  return (
    parallel.find(({ strategy }) => strategy === verdict.best) ??
    parallel.find(({ speedup }) => speedup !== null && speedup.factor === verdict.factor)
  );
}

function figure(label: HTMLElement, value: string, detail: Node | string | null): HTMLElement {
  return h(
    "div",
    null,
    h("dt", null, label),
    h("dd", { class: "value" }, value),
    detail ? h("dd", { class: "detail" }, detail) : null,
  );
}

function causes(all: readonly CauseEvidence[]): HTMLElement | null {
  if (all.length === 0) return null;
  return h(
    "ul",
    { class: "causes", "aria-label": "Causes" },
    ...all.map((cause) => {
      const { title, explanation, figures, advice } = causeText(cause);
      return h(
        "li",
        null,
        h("p", { class: "cause" }, english(title)),
        figures ? h("p", { class: "evidence" }, h("bdi", null, english(figures))) : null,
        h("p", { class: "explanation" }, english(explanation)),
        h("p", { class: "advice" }, h("span", { class: "advice-label" }, "What to do"), " ", english(advice)),
      );
    }),
  );
}
