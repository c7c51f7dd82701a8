import { type Severity, severities } from "../../core/lint/finding.ts";
import { type Text, text } from "../../core/text/text.ts";
import type { Dialogs, PickItem } from "../dialogs.ts";
import { pickRule } from "./pick-rule.ts";
import { ruleArgument } from "./rule-argument.ts";
import type { RuleBook } from "./rule-book.ts";

export interface ChangeRuleSeverityDeps {
  readonly rules: RuleBook;
  readonly dialogs: Dialogs;
  readonly t: (text: Text) => string;
  /** As set for this document, or for the workspace. */
  readonly severityOf: (rule: string, uri: string | undefined) => Severity | "off" | undefined;
  /** Writes the setting; undefined goes back to the rule's own. Gives the reason where it cannot be written. */
  readonly setSeverity: (
    rule: string,
    severity: Severity | "off" | undefined,
    uri: string | undefined,
  ) => Promise<string | undefined>;
}

const labels: Readonly<Record<Severity | "off", Text>> = {
  error: text("Error"),
  warning: text("Warning"),
  information: text("Information"),
  hint: text("Hint"),
  off: text("Off"),
};

/** *Change severity…*: for the folder of a document, or for the workspace. */
export async function changeRuleSeverity(deps: ChangeRuleSeverityDeps, argument: unknown): Promise<void> {
  const { rules, dialogs, t, severityOf, setSeverity } = deps;
  const { rule = await pickRule(deps), uri } = ruleArgument(argument);
  if (rule === undefined) return;
  const own = (await rules()).get(rule)?.severity;
  const set = severityOf(rule, uri);
  const items = [...severities, "off" as const].map((severity): PickItem<Severity | "off"> => {
    const marks = [
      severity === (set ?? own) ? t(text("now")) : [],
      severity === own ? t(text("the rule's own")) : [],
    ].flat();
    return { label: t(labels[severity]), description: marks.join(" · "), value: severity };
  });
  const severity = await dialogs.pickFromList({
    title: text("Severity of {rule}", { rule }),
    placeholder: text("What this rule's findings are from now on"),
    items,
  });
  if (severity === undefined || severity === (set ?? own)) return;
  const problem = await setSeverity(rule, severity === own ? undefined : severity, uri);
  if (problem !== undefined)
    dialogs.say("error", text("The setting could not be written: {problem}", { problem }));
}
