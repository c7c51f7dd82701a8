import { type FromPanel, pageNames } from "./panel.ts";

type Reader<Message> = (message: Readonly<Record<string, unknown>>) => Message | undefined;

/** Each takes of a message what its type names, and nothing else that came with it. */
const readers: { readonly [T in FromPanel["type"]]: Reader<Extract<FromPanel, { type: T }>> } = {
  ready: bare("ready"),
  "page-turned": ({ page }) => {
    const known = pageNames.find((name) => name === page);
    return known && { type: "page-turned", page: known };
  },
  "open-database": bare("open-database"),
  "run-benchmark": bare("run-benchmark"),
  "cancel-run": bare("cancel-run"),
  "run-again": bare("run-again"),
  "save-as-baseline": bare("save-as-baseline"),
  "compare-with": bare("compare-with"),
  "clear-comparison": bare("clear-comparison"),
  "export-report": bare("export-report"),
  "show-history": bare("show-history"),
  "show-log": bare("show-log"),
  "open-place": ({ file, line, character }) =>
    isIndex(file) && isIndex(line) && isIndex(character)
      ? { type: "open-place", file, line, character }
      : undefined,
  "explain-rule": ({ rule }) => (typeof rule === "string" ? { type: "explain-rule", rule } : undefined),
  "check-workspace": bare("check-workspace"),
  "cancel-check": bare("cancel-check"),
  "restart-linter": bare("restart-linter"),
  "open-lint-settings": bare("open-lint-settings"),
};

/** The door of the host: an order that the page may give, and nothing else that came with it. */
export function readFromPanel(message: unknown): FromPanel | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  const { type } = message as { type?: unknown };
  if (typeof type !== "string" || !Object.hasOwn(readers, type)) return undefined;
  return readers[type as FromPanel["type"]](message as Readonly<Record<string, unknown>>);
}

function bare<T extends FromPanel["type"]>(type: T): () => { readonly type: T } {
  return () => ({ type });
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
