import type { FromConnectionForm } from "../../protocol/connection-form.ts";
import { createAnnouncer } from "../announcer.ts";
import { h } from "../element.ts";
import { registerFormToolkit } from "../toolkit.ts";
import { FormPage } from "./form-page.ts";
import { listen } from "./listen.ts";
import { readToConnectionForm } from "./read-message.ts";

declare function acquireVsCodeApi(): { postMessage(message: FromConnectionForm): void };

/** The page keeps nothing: what is filled in is the host's. */
function start(): void {
  registerFormToolkit();
  const api = acquireVsCodeApi();
  const post = (message: FromConnectionForm) => api.postMessage(message);
  const root = h("main", { class: "connection-form" });
  const region = h("div", { class: "visually-hidden", role: "status" });
  document.body.append(root, region);
  const announcer = createAnnouncer(region, () => performance.now());
  const page = new FormPage({ root, announcer, post, now: () => Date.now() });
  listen(root, page, post);
  window.addEventListener("message", ({ data }) => {
    const message = readToConnectionForm(data);
    if (message) page.receive(message);
  });
  post({ type: "form-ready" });
}

start();
