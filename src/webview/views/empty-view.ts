import type { PanelState } from "../../protocol/panel.ts";
import { h } from "../element.ts";
import { actionButton } from "../sections/action-button.ts";
import { icon } from "../sections/icon.ts";

type EmptyState = Extract<PanelState, { view: "empty" }>;

/** Nothing measured yet: teaches what to do. */
export function emptyView({ connection }: EmptyState): Node[] {
  return [
    h(
      "section",
      { class: "welcome", "data-key": "empty", "aria-labelledby": "welcome-heading" },
      h("h1", { id: "welcome-heading", tabindex: -1 }, "Does running it in parallel help on your database?"),
      h(
        "p",
        { class: "lead" },
        "Lanewise runs your own SQL one after the other and in parallel, measures both on your own database, and says which is faster and why.",
      ),
      h(
        "ol",
        { class: "steps" },
        h(
          "li",
          { class: connection === null ? "next" : "done" },
          h("span", { class: "step", "aria-hidden": "true" }, connection === null ? "1" : icon("done")),
          h(
            "div",
            null,
            h("h2", null, "Open a database"),
            connection === null
              ? h("p", null, "Any SQLite file. Lanewise opens it read-only and never writes to it.")
              : h("p", null, "The active connection is ", h("bdi", { class: "name" }, connection), "."),
            actionButton("open-database", "Open SQLite Database…", { primary: connection === null }),
          ),
        ),
        h(
          "li",
          { class: connection === null ? "" : "next" },
          h("span", { class: "step", "aria-hidden": "true" }, "2"),
          h(
            "div",
            null,
            h("h2", null, "Run a benchmark"),
            h(
              "p",
              null,
              "Choose a query and how to spread it over lanes. Or select SQL in any file and run “Lanewise: Benchmark Selected SQL”.",
            ),
            actionButton("run-benchmark", "Run Benchmark…", {
              primary: connection !== null,
              disabled: connection === null,
              ...(connection === null ? { why: "Open a database first" } : {}),
            }),
          ),
        ),
        h(
          "li",
          null,
          h("span", { class: "step", "aria-hidden": "true" }, "3"),
          h(
            "div",
            null,
            h("h2", null, "Read the verdict"),
            h(
              "p",
              null,
              "In a sentence first, then the evidence: wall times with intervals, who ran and who waited, latencies, and the conditions of the measurement.",
            ),
            actionButton("show-history", "Show history"),
          ),
        ),
      ),
    ),
  ];
}
