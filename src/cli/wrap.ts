/** Breaks at spaces; a word that is longer than the width keeps a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A paragraph whose first line starts with `lead` and whose others are indented as far. */
export function wrapAfter(lead: string, text: string, width: number): string[] {
  return wrap(text, width - lead.length).map((line, i) => (i === 0 ? lead : " ".repeat(lead.length)) + line);
}
