import type { ConnectStep } from "../../core/connection/catalog.ts";
import type { FormFields } from "../../core/connection/form-fields.ts";
import type { TestProblem, ToConnectionForm } from "../../protocol/connection-form.ts";

/** What *Test Connection* has come to. */
export interface TestProgress {
  readonly status: "running" | "cancelled" | "failed" | "passed";
  readonly steps: readonly ConnectStep[];
  readonly problem: TestProblem | undefined;
}

export type TestNews = Extract<
  ToConnectionForm,
  { type: "test-started" | "step-done" | "test-cancelled" | "test-ended" }
>;

export function afterNews(before: TestProgress | undefined, news: TestNews): TestProgress {
  const { steps } = before ?? { steps: [] };
  switch (news.type) {
    case "test-started":
      return { status: "running", steps: [], problem: undefined };
    case "step-done": {
      // A driver that begins anew, as without encryption, tells its steps again.
      const again = steps.findIndex(({ step }) => step === news.step.step);
      const kept = again === -1 ? steps : steps.slice(0, again);
      return { status: "running", steps: [...kept, news.step], problem: undefined };
    }
    case "test-cancelled":
      return { status: "cancelled", steps, problem: undefined };
    case "test-ended":
      return { status: news.problem ? "failed" : "passed", steps, problem: news.problem };
  }
}

/** The steps that are still to come, as far as the fields tell. */
export function stepsAhead(
  { engine, texts }: FormFields,
  done: readonly ConnectStep[],
): readonly ConnectStep["step"][] {
  const isEncrypted = texts.mode !== "disable" && !texts.host.startsWith("/");
  const all: readonly ConnectStep["step"][] =
    engine === "sqlite"
      ? ["resolve", "database", "version"]
      : [
          ...(texts.host.startsWith("/") ? [] : (["resolve"] as const)),
          "connect",
          ...(isEncrypted ? (["tls"] as const) : []),
          "log-in",
          "database",
          "version",
        ];
  const last = done.at(-1);
  return last ? all.slice(all.indexOf(last.step) + 1) : all;
}
