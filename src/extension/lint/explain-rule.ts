import { text } from "../../core/text/text.ts";
import { type PickRuleDeps, pickRule } from "./pick-rule.ts";
import { ruleArgument } from "./rule-argument.ts";

export interface ExplainRuleDeps extends PickRuleDeps {
  /** Opens the page of docs/rules that comes with the extension. */
  readonly openPage: (rule: string) => Promise<void>;
}

/** *Explain*: the rule's page of the documentation, beside the code. */
export async function explainRule(deps: ExplainRuleDeps, argument: unknown): Promise<void> {
  const { rule = await pickRule(deps) } = ruleArgument(argument);
  if (rule === undefined) return;
  // A link can name anything: only a rule's id becomes a path.
  if ((await deps.rules()).has(rule)) await deps.openPage(rule);
  else deps.dialogs.say("warning", text("There is no rule {rule}.", { rule }));
}
