import type { FrameLocator, Locator } from "playwright-core";

/** Lanewise's panel, as its reader finds his way in it: by headings, names of regions and buttons. */
export class ResultsPanel {
  readonly document: FrameLocator;

  /** document: of the webview */
  constructor(document: FrameLocator) {
    this.document = document;
  }

  get main(): Locator {
    return this.document.getByRole("main");
  }

  /** The one main heading: the verdict's first sentence, what failed, or what goes on. */
  heading(text: string | RegExp): Locator {
    return this.document.getByRole("heading", { level: 1, name: text });
  }

  button(name: string): Locator {
    return this.document.getByRole("button", { name, exact: true });
  }

  /** One of the panel's pages. */
  tab(name: "Benchmark" | "Findings"): Locator {
    return this.document.getByRole("tab", { name });
  }

  /** Rows of the list of findings that have the text. */
  row(text: string | RegExp): Locator {
    return this.document.getByRole("treeitem").filter({ hasText: text });
  }

  /** A part of the page by its heading, such as "All figures". */
  section(name: string): Locator {
    return this.document.getByRole("region", { name, exact: true });
  }

  /** Rows with figures of a table that scrolls in its own region, by the region's name. */
  rows(table: string): Locator {
    return this.section(table).locator("tbody tr:not(.group)");
  }

  /** Marks of a chart: what was drawn for the data, without axes and labels. */
  marks(chart: "times" | "timeline" | "latency" | "comparison", kind: string): Locator {
    return this.document.locator(`[data-chart=${chart}] svg .${kind} > *`);
  }

  /** The line colours of marks, as they are painted. */
  colours(chart: "times" | "timeline" | "latency" | "comparison", kind: string): Promise<readonly string[]> {
    return this.marks(chart, kind).evaluateAll((marks) => marks.map((mark) => getComputedStyle(mark).stroke));
  }

  /** Waits until a report is shown and no run goes on; gives its verdict. */
  async verdict(): Promise<string> {
    const heading = this.document.locator("h1.verdict-text");
    await heading.waitFor({ timeout: 60_000 });
    const more = this.document.locator(".verdict-more");
    return [await heading.textContent(), ...(await more.allTextContents())].join(" ");
  }

  /** What the element says that has the keyboard's focus; empty when the page itself has it. */
  focused(): Promise<string> {
    return this.main.evaluate(({ ownerDocument: { activeElement, body } }) =>
      activeElement === null || activeElement === body ? "" : (activeElement.textContent ?? "").trim(),
    );
  }

  /** The page's own width in CSS pixels, and that of its widest content. */
  widths(): Promise<{ readonly page: number; readonly content: number }> {
    return this.main.evaluate(({ ownerDocument: { documentElement } }) => ({
      page: documentElement.clientWidth,
      content: documentElement.scrollWidth,
    }));
  }
}
