import type { ToConnectionForm } from "../../protocol/connection-form.ts";

const shapes: {
  readonly [T in ToConnectionForm["type"]]: (message: Readonly<Record<string, unknown>>) => boolean;
} = {
  "show-form": ({ state }) => isObject(state) && isObject(state["fields"]) && Array.isArray(state["groups"]),
  "string-read": ({ notes }) => Array.isArray(notes),
  "set-text": ({ field, value }) => typeof field === "string" && typeof value === "string",
  "show-problems": ({ problems }) => Array.isArray(problems),
  "test-started": () => true,
  "step-done": ({ step }) => isObject(step),
  "test-cancelled": () => true,
  "test-ended": ({ problem }) => problem === undefined || problem === null || isObject(problem),
};

/** The message, if it has the shape of one that the page knows; a message of another kind or version is ignored. */
export function readToConnectionForm(value: unknown): ToConnectionForm | undefined {
  if (!isObject(value)) return undefined;
  const { type } = value as { type?: unknown };
  if (typeof type !== "string" || !Object.hasOwn(shapes, type)) return undefined;
  return shapes[type as ToConnectionForm["type"]](value) ? (value as unknown as ToConnectionForm) : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
