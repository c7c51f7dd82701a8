import type { FromPanel } from "../../protocol/panel.ts";
import { h } from "../element.ts";

/** Orders that say nothing but their name. */
export type Action = Exclude<FromPanel["type"], "ready" | "page-turned" | "open-place" | "explain-rule">;

/** A toolkit button that sends its message when pressed; the page listens once, for all of them. */
export function actionButton(
  action: Action,
  label: string,
  options: { readonly primary?: boolean; readonly disabled?: boolean; readonly why?: string } = {},
): HTMLElement {
  return h(
    "vscode-button",
    {
      appearance: options.primary ? "primary" : "secondary",
      "data-key": action,
      "data-action": action,
      disabled: options.disabled,
      title: options.why,
    },
    label,
  );
}
