import type { FromPanel } from "../protocol/panel.ts";

/** What the page asks of whoever shows it. */
export interface Host {
  post(message: FromPanel): void;
  /** The page's own memory, a hint only: it may be missing, old or of another version. */
  readHint(): unknown;
  writeHint(hint: Hint): void;
}

export interface Hint {
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
  const { strategy, open } = (value ?? {}) as { strategy?: unknown; open?: unknown };
  return {
    strategy: typeof strategy === "string" ? strategy : null,
    open: Array.isArray(open) ? open.filter((id) => typeof id === "string") : [],
  };
}
