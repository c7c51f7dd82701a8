import type { PanelState } from "../../protocol/panel.ts";
import { h } from "../element.ts";
import { actionButton } from "../sections/action-button.ts";
import { icon } from "../sections/icon.ts";

type FailedState = Extract<PanelState, { view: "failed" }>;

/** A run ended with nothing to show: what happened, in the engine's words too, and what can be done. */
export function failedView({ connection, message, detail }: FailedState): Node[] {
  return [
    h(
      "section",
      { class: "failed", "data-key": "failed", "aria-labelledby": "failed-heading" },
      h("p", { class: "kicker" }, "The benchmark on ", h("bdi", null, connection), " has no result"),
      h(
        "div",
        { class: "failed-message" },
        h("span", { class: "mark problem" }, icon("problem")),
        h("h1", { id: "failed-heading", tabindex: -1 }, h("bdi", null, message)),
      ),
      detail
        ? h(
            "div",
            { class: "failed-detail" },
            h("h2", null, "In detail"),
            h("pre", { tabindex: 0, role: "region", "aria-label": "Details of the failure" }, detail),
          )
        : null,
      h(
        "div",
        { class: "actions" },
        actionButton("run-benchmark", "Run Benchmark…", { primary: true }),
        actionButton("open-database", "Open SQLite Database…"),
        actionButton("show-log", "Show log"),
        actionButton("show-history", "History"),
      ),
    ),
  ];
}
