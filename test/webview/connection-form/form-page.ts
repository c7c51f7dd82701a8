import type { Page } from "playwright-core";
import type { FromConnectionForm, ToConnectionForm } from "../../../src/protocol/connection-form.ts";
import { openPage, type WebviewPage } from "../panel-page.ts";
import { usePages } from "../use-pages.ts";

export type FormUnderTest = WebviewPage<ToConnectionForm, FromConnectionForm>;

/** The connection form, for the tests of a file. */
export function useForm() {
  return usePages(openPage<ToConnectionForm, FromConnectionForm>, {
    script: "connection-form/main.ts",
    style: "connection-form/connection-form.css",
  });
}

/** The last order of this type. */
export async function lastOrder<T extends FromConnectionForm["type"]>(
  form: FormUnderTest,
  type: T,
): Promise<Extract<FromConnectionForm, { type: T }> | undefined> {
  const sent = await form.sent();
  return sent.findLast((order) => order.type === type) as
    | Extract<FromConnectionForm, { type: T }>
    | undefined;
}

interface AccessibleNode {
  readonly role?: { readonly value: string };
  readonly name?: { readonly value: string };
  readonly description?: { readonly value: string };
  readonly properties?: readonly { readonly name: string; readonly value: { readonly value: unknown } }[];
}

/** What a screen reader is told of the control with this role and name. */
export async function heard(
  page: Page,
  role: string,
  name: string,
): Promise<{ readonly description: string; readonly isInvalid: boolean } | undefined> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send("Accessibility.getFullAXTree")) as unknown as {
    nodes: readonly AccessibleNode[];
  };
  const node = nodes.find((one) => one.role?.value === role && one.name?.value === name);
  if (!node) return undefined;
  const invalid = node.properties?.find((property) => property.name === "invalid")?.value.value;
  return { description: node.description?.value ?? "", isInvalid: invalid === "true" };
}
