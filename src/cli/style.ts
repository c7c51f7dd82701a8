import { styleText } from "node:util";

/** Marks up text for a terminal that shows colours; leaves it alone for any other reader. */
export interface Style {
  strong(text: string): string;
  faint(text: string): string;
  good(text: string): string;
  bad(text: string): string;
}

export function styleFor({ hasColors }: { readonly hasColors: boolean }): Style {
  const marked = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    hasColors ? styleText(format, text, { validateStream: false }) : text;
  return {
    strong: marked("bold"),
    faint: marked("dim"),
    good: marked(["bold", "green"]),
    bad: marked(["bold", "red"]),
  };
}
