import type { PanelState } from "../../protocol/panel.ts";
import { h } from "../element.ts";
import type { PageContext } from "../page-context.ts";
import { progressPanel } from "./progress-panel.ts";
import { reportSections } from "./report-view.ts";

type RunningState = Extract<PanelState, { view: "running" }>;

/** A run goes on: its progress, and the report of the rounds finished so far. */
export function runningView(context: PageContext, { connection, progress, report }: RunningState): Node[] {
  return [
    progressPanel(connection, progress),
    ...(report === null
      ? [
          h(
            "p",
            { class: "placeholder", "data-key": "placeholder" },
            "Wall times, lanes and latencies appear here after the first round, when every strategy was measured once.",
          ),
        ]
      : reportSections(context, report, true)),
  ];
}
