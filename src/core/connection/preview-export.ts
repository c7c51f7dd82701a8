import type { Preview } from "./catalog.ts";

export const previewFormats = ["csv", "json", "markdown"] as const;
export type PreviewFormat = (typeof previewFormats)[number];

/** The rows of a preview as a file; values are as they are shown, cut where they were cut. */
export function exportPreview(preview: Preview, format: PreviewFormat): string {
  switch (format) {
    case "csv":
      return csv(preview);
    case "json":
      return json(preview);
    case "markdown":
      return markdown(preview);
  }
}

/**
 * RFC 4180. NULL is an empty field, the empty text one in quotes. Text that a spreadsheet would run as a formula starts
 * with an apostrophe.
 */
function csv({ columns, rows }: Preview): string {
  const lines = [
    columns.map(({ name }) => csvField(name, false)),
    ...rows.map((row) =>
      row.map((value, at) => (value === null ? "" : csvField(value, columns[at]?.isNumber === true))),
    ),
  ];
  return lines.map((fields) => `${fields.join(",")}\r\n`).join("");
}

function csvField(value: string, isNumber: boolean): string {
  const safe = !isNumber && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return safe === "" || /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * A list of objects; of columns with one name the later ones are numbered. A number stays one where JSON's readers keep
 * every digit of it, else it is a text.
 */
function json({ columns, rows }: Preview): string {
  const keys: string[] = [];
  for (const { name } of columns) keys.push(freeKey(name, keys));
  const objects = rows.map((row) => {
    const members = row.map((value, at) => {
      const isExact = columns[at]?.isNumber === true && value !== null && String(Number(value)) === value;
      return `${JSON.stringify(keys[at])}: ${isExact && Number.isFinite(Number(value)) ? value : JSON.stringify(value)}`;
    });
    return `  { ${members.join(", ")} }`;
  });
  return objects.length === 0 ? "[]\n" : `[\n${objects.join(",\n")}\n]\n`;
}

function freeKey(name: string, taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const key = number === 1 ? name : `${name}_${number}`;
    if (!taken.includes(key)) return key;
  }
}

/** Numbers to the right; NULL in italics, so that it differs from a text. */
function markdown({ columns, rows }: Preview): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  return [
    line(columns.map(({ name }) => escapeMarkdown(name))),
    line(columns.map(({ isNumber }) => (isNumber ? "---:" : "---"))),
    ...rows.map((row) => line(row.map((value) => (value === null ? "*NULL*" : escapeMarkdown(value))))),
  ].join("");
}

function escapeMarkdown(value: string): string {
  return value
    .replace(/[\\`*_{}[\]<>()#+!|~&]/g, (character) => `\\${character}`)
    .replaceAll(/\r\n|\r|\n/g, " ");
}
