/** Cell magics whose cell is Python that runs here. All others hand the cell to something else. */
const pythonMagics = new Set([
  "time",
  "timeit",
  "capture",
  "prun",
  "python",
  "python3",
  "debug",
  "memit",
  "mprun",
]);

/**
 * A notebook's cell as Python: what is addressed to the notebook (`%matplotlib`, `!pip install`, `%%sql`) becomes a
 * comment of the same length, so that offsets stay.
 */
export function cellAsPython(text: string): string {
  if (!/[%!?]/.test(text)) return text;
  const [, magic] = /^\s*%%(\w*)/.exec(text) ?? [];
  const isForeign = magic !== undefined && !pythonMagics.has(magic);
  let continues = false;
  return text.replace(/[^\r\n]+/g, (line) => {
    const isMagic =
      isForeign || continues || /^\s*[%!]/.test(line) || /^\s*\??\??[\w.]+\?{1,2}\s*$/.test(line);
    continues = isMagic && line.endsWith("\\");
    return isMagic ? asComment(line) : line;
  });
}

/** The first character that is no white space gives way to the `#`, so that the indentation stays. */
function asComment(line: string): string {
  return line.replace(/\S/, "#");
}
