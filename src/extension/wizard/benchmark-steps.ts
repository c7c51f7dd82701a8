import { parseLanes } from "../../core/benchmark/lane-text.ts";
import { parseParameterSource } from "../../core/benchmark/parse-parameter.ts";
import { MAX_OPERATIONS } from "../../core/benchmark/plan.ts";
import { parallelKindsOf } from "../../core/benchmark/strategy.ts";
import type { Engine } from "../../core/connection/engine.ts";
import { onOneLine } from "../../core/sql/on-one-line.ts";
import { placeholders } from "../../core/sql/placeholders.ts";
import { trimStatement } from "../../core/sql/trim-statement.ts";
import { parameterProblemText } from "../../core/text/parameter-problem.ts";
import { type Text, text } from "../../core/text/text.ts";
import { type Choices, type Placeholder, placeholdersOf } from "./choices.ts";
import { kindOption } from "./kind-option.ts";
import type { Answer, Frame, QuickInputs } from "./quick-inputs.ts";
import type { Place, Step } from "./run-steps.ts";

export interface BenchmarkStepsDeps {
  readonly ask: QuickInputs;
  readonly t: (text: Text) => string;
  readonly title: string;
  /** Of the machine that measures. */
  readonly cpus: number;
  /** Of the database that is measured: it decides which placeholders and strategies there are. */
  readonly engine: Engine;
}

/** Workload, SQL, a step for each placeholder, operations when there are any, lanes, strategies. */
export function benchmarkSteps(deps: BenchmarkStepsDeps): (choices: Choices) => readonly Step<Choices>[] {
  return (choices) => [
    workloadStep(deps),
    sqlStep(deps),
    ...parameterSteps(deps)(choices),
    lanesStep(deps),
    kindsStep(deps),
  ];
}

/** Only what the statement still needs: nothing without placeholders. */
export function parameterSteps(deps: BenchmarkStepsDeps): (choices: Choices) => readonly Step<Choices>[] {
  return ({ sql }) => {
    const found = placeholdersOf(sql, deps.engine);
    return found.length === 0
      ? []
      : [...found.map((placeholder) => parameterStep(deps, placeholder)), operationsStep(deps)];
  };
}

function workloadStep({ ask, t, title }: BenchmarkStepsDeps): Step<Choices> {
  return async (choices, place) => {
    const answer = await ask.pickOne({
      frame: frame(title, place),
      placeholder: t(text("What is measured?")),
      options: [
        {
          label: t(text("Query, rows as a stream")),
          description: t(text("reads rows one by one and drops them")),
          value: "stream" as const,
        },
        {
          label: t(text("Query, all rows at once")),
          description: t(text("keeps all rows, as fetchall() does")),
          value: "all" as const,
        },
      ],
      active: choices.fetch,
    });
    return withAnswer(answer, (fetch) => ({ ...choices, fetch }));
  };
}

function sqlStep({ ask, t, title, engine }: BenchmarkStepsDeps): Step<Choices> {
  return async (choices, place) => {
    const offered = onOneLine(choices.sql) ?? "";
    const answer = await ask.enterText({
      frame: frame(title, place),
      prompt: t(
        engine === "sqlite"
          ? text("SQL that only reads. The database is opened read-only.")
          : text("SQL that only reads. The sessions are read-only."),
      ),
      placeholder: "SELECT * FROM …",
      value: offered,
      problem: (written) => {
        if (trimStatement(written).trim() === "")
          return t(text("Write a statement, such as SELECT * FROM files."));
        if (placeholders(written, engine).kind === "mixed")
          return t(text("Use either ? or named placeholders such as :id, not both."));
        return undefined;
      },
    });
    // The offered line says the same as the statement it was made of, which keeps its own layout in the report.
    return withAnswer(answer, (written) => ({
      ...choices,
      sql: written === offered ? choices.sql : trimStatement(written).trim(),
    }));
  };
}

function parameterStep({ ask, t, title }: BenchmarkStepsDeps, { name, key }: Placeholder): Step<Choices> {
  return async (choices, place) => {
    const answer = await ask.enterText({
      frame: frame(title, place),
      prompt:
        name === null
          ? t(
              text("Values for placeholder {number}: a range, or a list. Each operation draws one.", {
                number: key.slice(1),
              }),
            )
          : t(text("Values for {name}: a range, or a list. Each operation draws one.", { name: key })),
      placeholder: "1..500000",
      value: choices.parameterTexts[key] ?? "",
      problem: (written) => {
        if (written.trim() === "")
          return t(text("Write a range such as 1..500000, or values such as 3, 5, 'abc'."));
        const parsed = parseParameterSource(written);
        return parsed.status === "invalid" ? t(parameterProblemText(parsed.problem)) : undefined;
      },
    });
    return withAnswer(answer, (written) => ({
      ...choices,
      parameterTexts: { ...choices.parameterTexts, [key]: written.trim() },
    }));
  };
}

function operationsStep({ ask, t, title }: BenchmarkStepsDeps): Step<Choices> {
  return async (choices, place) => {
    const answer = await ask.enterText({
      frame: frame(title, place),
      prompt: t(
        text("How often the statement runs in one trial. Point reads need thousands to be measurable."),
      ),
      placeholder: "20000",
      value: String(choices.operations),
      problem: (written) => {
        const count = Number(written);
        return Number.isInteger(count) && count >= 1 && count <= MAX_OPERATIONS
          ? undefined
          : t(text("Write a whole number from 1 to {maximum}.", { maximum: MAX_OPERATIONS }));
      },
    });
    return withAnswer(answer, (written) => ({ ...choices, operations: Number(written) }));
  };
}

function lanesStep({ ask, t, title, cpus }: BenchmarkStepsDeps): Step<Choices> {
  return async (choices, place) => {
    const answer = await ask.enterText({
      frame: frame(title, place),
      prompt: t(
        text("Lanes of each parallel strategy, divided by commas. This machine has {cpus} cores.", { cpus }),
      ),
      placeholder: "2, 4",
      value: choices.lanes.join(", "),
      problem: (written) => {
        const parsed = parseLanes(written);
        if (parsed.ok) return undefined;
        return parsed.problem === "empty"
          ? t(text("Write one or more counts, such as 2, 4."))
          : t(text("{item} is not a whole number from 1 to 64.", { item: parsed.item }));
      },
    });
    return withAnswer(answer, (written) => {
      const parsed = parseLanes(written);
      return { ...choices, lanes: parsed.ok ? parsed.lanes : choices.lanes };
    });
  };
}

function kindsStep({ ask, t, title, engine }: BenchmarkStepsDeps): Step<Choices> {
  return async (choices, place) => {
    const answer = await ask.pickMany({
      frame: frame(title, place),
      placeholder: t(text("Strategies to measure against serial")),
      whenEmpty: t(text("Choose at least one strategy to compare with serial.")),
      options: parallelKindsOf(engine).map((kind) => kindOption(kind, choices.lanes, t)),
      picked: choices.kinds,
    });
    return withAnswer(answer, (kinds) => ({ ...choices, kinds }));
  };
}

function frame(title: string, place: Place): Frame {
  return { title, ...place };
}

function withAnswer<T>(answer: Answer<T>, change: (value: T) => Choices): Answer<Choices> {
  return answer.kind === "answered" ? { kind: "answered", value: change(answer.value) } : answer;
}
