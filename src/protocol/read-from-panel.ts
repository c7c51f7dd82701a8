import type { FromPanel } from "./panel.ts";

const types: Readonly<Record<FromPanel["type"], true>> = {
  ready: true,
  "open-database": true,
  "run-benchmark": true,
  "cancel-run": true,
  "run-again": true,
  "save-as-baseline": true,
  "compare-with": true,
  "clear-comparison": true,
  "export-report": true,
  "show-history": true,
  "show-log": true,
};

/** The door of the host: an order that the page may give, and nothing else that came with it. */
export function readFromPanel(message: unknown): FromPanel | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  const { type } = message as { type?: unknown };
  return typeof type === "string" && Object.hasOwn(types, type)
    ? { type: type as FromPanel["type"] }
    : undefined;
}
