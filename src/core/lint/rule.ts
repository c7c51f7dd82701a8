import type { Fix, Range, Related, Severity } from "./finding.ts";
import type { FileModel, FilePart } from "./model/file-model.ts";
import type { Node } from "./syntax/python.ts";

export type Language = "python" | "javascript";

export interface RuleDocs {
  /** One sentence: what it finds. */
  readonly summary: string;
  /** What goes wrong, and why; a few sentences of Markdown. */
  readonly why: string;
  /** What to do instead; a few sentences of Markdown. */
  readonly remedy: string;
  /** What it leaves alone on purpose, each a phrase of Markdown. */
  readonly leavesAlone: readonly string[];
  /** At least one. `bad` holds exactly the findings that «guillemets» mark, `good` none. */
  readonly examples: readonly RuleExample[];
  /** The statements behind it. */
  readonly sources: readonly { readonly title: string; readonly url: string }[];
}

export interface RuleExample {
  readonly title?: string;
  readonly language: Language;
  readonly bad: string;
  readonly good: string;
}

export interface Rule<Message extends string = string> {
  readonly id: string;
  /** `off`: only when it is asked for. */
  readonly severity: Severity | "off";
  /** What it reports with when it is off by default and switched on. */
  readonly severityWhenOn?: Severity;
  /** Whether *Measure this* can prove it on the user's own database. */
  readonly measurable: boolean;
  /**
   * Only for a rule that finds something in files that have nothing to do with a database: what their text matches. All
   * other rules are run on files with evidence of a database alone, see `evidence.ts`.
   */
  readonly evidence?: RegExp;
  readonly docs: RuleDocs;
  /** `{name}` is filled from the report's arguments. */
  readonly messages: Readonly<Record<Message, string>>;
  readonly check: Check<Message>;
}

/** At least one of them. */
export interface Check<Message extends string> {
  /** What has to be seen from the whole file. */
  readonly python?: (file: FileModel, report: Report<Message>) => unknown;
  /**
   * What starts from one part of the file. It may ask the file for more, but goes through nothing outside of what the
   * model's answers lead to: its findings are kept until something that it asked for changes.
   */
  readonly pythonPart?: (part: FilePart, file: FileModel, report: Report<Message>) => unknown;
}

export type Report<Message extends string> = (
  /** What is marked. */
  node: Node,
  message: Message,
  details?: ReportDetails,
) => unknown;

export interface ReportDetails {
  readonly args?: Readonly<Record<string, string | number>>;
  /** What is marked, if it is not the whole node: the head of a compound statement. */
  readonly range?: Range;
  /** If it differs from the rule's. */
  readonly severity?: Severity;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
  readonly unnecessary?: boolean;
  /** Of several findings about one thing only the first counts. */
  readonly about?: Node;
}

/** Infers the message ids, so that `report` takes only those that the rule declares. */
export function defineRule<const Message extends string>(rule: Rule<Message>): Rule<Message> {
  return rule;
}
