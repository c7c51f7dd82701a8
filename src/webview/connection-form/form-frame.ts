import { engines } from "../../core/connection/engine.ts";
import { engineNames } from "../../core/text/engine-names.ts";
import type { FormState } from "../../protocol/connection-form.ts";
import { h } from "../element.ts";
import { fieldFrame, radios } from "./controls.ts";

/** The places of the page: what is around the fields stays while they change. */
export interface FormFrame {
  readonly nodes: readonly Node[];
  readonly heading: HTMLElement;
  readonly pasted: HTMLElement;
  readonly body: HTMLElement;
  readonly test: HTMLElement;
  /** What is wrong with the form as a whole. */
  readonly problem: HTMLElement;
  readonly testButton: HTMLElement;
}

export function makeFrame({ isNew, fields }: FormState): FormFrame {
  const heading = h("h1", { tabindex: "-1" }, isNew ? "Add Connection" : `Edit ${fields.texts.name}`);
  const choices = engines.map((engine) => ({ value: engine, label: engineNames[engine] }));
  const pasted = fieldFrame(
    "pasted",
    h(
      "div",
      { class: "with-button" },
      h(
        "vscode-text-field",
        { "data-pasted": true, spellcheck: "false", placeholder: "postgresql://user@host:5432/database" },
        "Or paste a connection string",
      ),
      h("vscode-button", { appearance: "secondary", "data-action": "paste" }, "Fill In"),
    ),
    "SQLAlchemy, libpq, ADO.NET, ODBC or JDBC. A password in it is taken out and not shown again.",
  );
  pasted.append(h("ul", { class: "notes" }));
  const body = h("div", { class: "body" });
  const test = h("section", { class: "part test", "aria-label": "Test of the connection", hidden: true });
  const problem = h("p", { class: "problem form-problem", hidden: true });
  const testButton = h(
    "vscode-button",
    { appearance: "secondary", "data-action": "test" },
    "Test Connection",
  );
  const footer = h(
    "div",
    { class: "footer" },
    problem,
    h(
      "div",
      { class: "actions" },
      h("vscode-button", { appearance: "primary", "data-action": "save" }, "Save"),
      testButton,
      h("vscode-button", { appearance: "secondary", "data-action": "close" }, "Cancel"),
    ),
  );
  const engine = h(
    "div",
    { class: "part engines" },
    fieldFrame("engine", radios("engine", "Database engine", choices, fields.engine)),
    pasted,
  );
  return { nodes: [heading, engine, body, test, footer], heading, pasted, body, test, problem, testButton };
}
