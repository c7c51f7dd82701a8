import type { Comparison } from "../core/benchmark/comparison.ts";
import type { Report } from "../core/benchmark/report.ts";
import type { FindingsMessage, FindingsOrder } from "./panel-findings.ts";
import type { Progress } from "./runner.ts";

/** The pages of the panel, beside each other. */
export const pageNames = ["benchmark", "findings"] as const;
export type PageName = (typeof pageNames)[number];

/** What the page *Benchmark* shows; the host sends it whole, and the page keeps nothing that the host must trust. */
export type PanelState =
  /** Nothing measured yet: the page teaches what to do. `connection` is the active one's name. */
  | { readonly view: "empty"; readonly connection: string | null }
  /** A run goes on. `report`: of the rounds finished so far. */
  | {
      readonly view: "running";
      readonly connection: string;
      readonly progress: Progress;
      readonly report: Report | null;
    }
  /** A run ended without anything to show. */
  | {
      readonly view: "failed";
      readonly connection: string;
      readonly message: string;
      readonly detail: string;
    }
  | {
      readonly view: "report";
      readonly report: Report;
      /** A sentence when the run behind it was cancelled or failed in the middle; else null. */
      readonly problem: string | null;
      readonly isBaseline: boolean;
      readonly hasBaseline: boolean;
      readonly comparison: { readonly with: string; readonly result: Comparison } | null;
      /** False while another run goes on, or in an untrusted workspace. */
      readonly canRun: boolean;
    };

export type ToPanel =
  | { readonly type: "show"; readonly state: PanelState }
  /** Only in view `running`, at most 10 a second. */
  | { readonly type: "progress"; readonly progress: Progress }
  | { readonly type: "turn-to"; readonly page: PageName }
  | FindingsMessage;

export type FromPanel =
  /** The first message; the page shown is *Benchmark* until it says that it turned. */
  | { readonly type: "ready" }
  /** Another page is shown, or the one that was asked for. */
  | { readonly type: "page-turned"; readonly page: PageName }
  | BenchmarkOrder
  | FindingsOrder;

export type BenchmarkOrder =
  | { readonly type: "open-database" }
  | { readonly type: "run-benchmark" }
  | { readonly type: "cancel-run" }
  | { readonly type: "run-again" }
  | { readonly type: "save-as-baseline" }
  | { readonly type: "compare-with" }
  | { readonly type: "clear-comparison" }
  | { readonly type: "export-report" }
  | { readonly type: "show-history" }
  | { readonly type: "show-log" };
