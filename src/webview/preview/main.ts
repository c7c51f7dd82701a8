import { assertNever } from "../../core/assert-never.ts";
import type { PreviewFormat } from "../../core/connection/preview-export.ts";
import type { FromPreview, ToPreview } from "../../protocol/preview.ts";
import { h } from "../element.ts";
import { registerToolkit } from "../toolkit.ts";
import { Grid } from "./grid.ts";

interface VsCodeApi {
  postMessage(message: FromPreview): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const formats: readonly (readonly [format: PreviewFormat, label: string])[] = [
  ["csv", "CSV"],
  ["json", "JSON"],
  ["markdown", "Markdown"],
];

function start(): void {
  registerToolkit();
  const { postMessage } = acquireVsCodeApi();
  const post: VsCodeApi["postMessage"] = (message) => postMessage(message);
  const title = h("h1", {});
  const facts = h("p", { class: "facts", role: "status" });
  const value = h("output", { class: "value", "aria-label": "Value of the cell" });
  const grid = new Grid({
    copy: (text) => post({ type: "copy-text", text }),
    onActive: (name, shown) =>
      value.replaceChildren(h("b", {}, name), shown === null ? " NULL" : ` ${shown}`),
  });
  const actions = h("div", { class: "actions" });
  const button = (label: string, press: () => void) => {
    const made = h("vscode-button", { appearance: "secondary" }, label);
    made.addEventListener("click", press);
    return made;
  };
  const again = button("Read Again", () => post({ type: "read-again" }));
  const cancel = button("Cancel", () => post({ type: "cancel" }));
  const withRows = [
    button("Copy", () => grid.copySelection()),
    ...formats.map(([format, label]) =>
      button(`Export ${label}`, () => post({ type: "export-rows", format })),
    ),
  ];
  const header = h("header", {}, title, facts, actions);
  const body = h("main", {}, header, grid.element, value);
  document.body.append(body);

  const show = (message: ToPreview) => {
    title.textContent = message.title;
    body.dataset["view"] = message.type;
    switch (message.type) {
      case "show-loading":
        facts.textContent = "Reading…";
        actions.replaceChildren(cancel);
        return;
      case "show-rows":
        facts.textContent = factsText(message);
        actions.replaceChildren(again, ...withRows);
        grid.show(message.preview, message.title);
        return;
      case "show-problem":
        facts.textContent = message.message;
        actions.replaceChildren(again);
        return;
      default:
        assertNever(message);
    }
  };
  window.addEventListener("message", ({ data }) => show(data as ToPreview));
  post({ type: "ready" });
}

function factsText({ preview, limit }: Extract<ToPreview, { type: "show-rows" }>): string {
  const { rows, columns, cutAt } = preview;
  const isWhole = rows.length < limit;
  const count = `${rows.length} ${rows.length === 1 ? "row" : "rows"}`;
  const isCut = rows.some((row) => row.some((value) => value !== null && value.length >= cutAt));
  return [
    isWhole ? `All ${count}` : `The first ${count}`,
    `${columns.length} ${columns.length === 1 ? "column" : "columns"}`,
    ...(isCut ? [`values are cut after ${cutAt.toLocaleString("en")} characters`] : []),
  ].join(" · ");
}

start();
