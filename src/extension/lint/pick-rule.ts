import { type Text, text } from "../../core/text/text.ts";
import type { Dialogs } from "../dialogs.ts";
import type { RuleBook } from "./rule-book.ts";

export interface PickRuleDeps {
  readonly rules: RuleBook;
  readonly dialogs: Dialogs;
}

/** Asks which rule is meant; undefined when the user gives up. */
export async function pickRule(
  { rules, dialogs }: PickRuleDeps,
  title: Text = text("Lanewise rules"),
): Promise<string | undefined> {
  const entries = [...(await rules()).values()];
  return dialogs.pickFromList({
    title,
    placeholder: text("Choose a rule"),
    items: entries.map(({ id, docs }) => ({ label: id, detail: docs.summary, value: id })),
  });
}
