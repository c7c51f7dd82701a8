import type { Preview } from "../core/connection/catalog.ts";
import { type PreviewFormat, previewFormats } from "../core/connection/preview-export.ts";

/** The first rows of a table or view, as its page shows them. */
export type ToPreview =
  | { readonly type: "show-loading"; readonly title: string }
  /** `limit`: how many rows were asked for. */
  | { readonly type: "show-rows"; readonly title: string; readonly preview: Preview; readonly limit: number }
  | { readonly type: "show-problem"; readonly title: string; readonly message: string };

export type FromPreview =
  /** The first message. */
  | { readonly type: "ready" }
  | { readonly type: "read-again" }
  | { readonly type: "cancel" }
  | { readonly type: "copy-text"; readonly text: string }
  | { readonly type: "export-rows"; readonly format: PreviewFormat };

/** The door of the host: an order that the page may give, and nothing else that came with it. */
export function readFromPreview(message: unknown): FromPreview | undefined {
  if (typeof message !== "object" || message === null || !("type" in message)) return undefined;
  const { type, text, format } = message as Readonly<Record<string, unknown>>;
  switch (type) {
    case "ready":
    case "read-again":
    case "cancel":
      return { type };
    case "copy-text":
      return typeof text === "string" ? { type, text } : undefined;
    case "export-rows": {
      const known = previewFormats.find((one) => one === format);
      return known && { type, format: known };
    }
    default:
      return undefined;
  }
}
