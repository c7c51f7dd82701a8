import type { PanelPage } from "./panel-page.ts";
import { openPanel } from "./panel-page.ts";
import { usePages } from "./use-pages.ts";

/** The panel, for the tests of a file. */
export function usePanel(): { open(options?: Parameters<typeof openPanel>[2]): Promise<PanelPage> } {
  return usePages(openPanel);
}
