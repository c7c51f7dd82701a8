import { type FromPanel, type PageName, pageNames } from "../protocol/panel.ts";
import { type FindingsHint, readFindingsHint } from "./findings/findings-hint.ts";

/** What the page asks of whoever shows it. */
export interface Host {
  post(message: FromPanel): void;
  /** The page's own memory, a hint only: it may be missing, old or of another version. */
  readHint(): unknown;
  writeHint(hint: Hint): void;
}

export interface Hint extends BenchmarkHint {
  readonly page: PageName;
  readonly findings: FindingsHint;
}

export interface BenchmarkHint {
  /** The strategy whose timeline is shown. */
  readonly strategy: string | null;
  /** The ids of the open details elements. */
  readonly open: readonly string[];
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** VS Code's side of a webview. May be called once in the life of a page. */
export function vsCodeHost(): Host {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    readHint: () => api.getState(),
    writeHint: (hint) => api.setState(hint),
  };
}

export function readHint(value: unknown): Hint {
  const { page, findings, strategy, open } = (value ?? {}) as Partial<Record<keyof Hint, unknown>>;
  return {
    page: pageNames.find((name) => name === page) ?? "benchmark",
    findings: readFindingsHint(findings),
    strategy: typeof strategy === "string" ? strategy : null,
    open: Array.isArray(open) ? open.filter((id) => typeof id === "string") : [],
  };
}
