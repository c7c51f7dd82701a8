/**
 * The line, from 1, on which a key of a TOML file stands, for messages: the reader of TOML keeps no places. Finds
 * `[a.b]` with `c = …`, and `[a]` with `b.c = …` or `b = { c = … }`; else the line of the nearest key around it.
 * With a value: the line at or after the key's on which that text stands in quotes.
 */
export function tomlLineOf(toml: string, keys: readonly string[], value?: string): number {
  const lines = toml.split(/\r?\n/);
  let best = { depth: 0, line: 0, end: lines.length };
  let section: readonly string[] = [];
  let sectionEnd = lines.length;
  for (const [i, line] of lines.entries()) {
    const header = /^\s*\[\s*([^[\]]+?)\s*\]\s*(?:#.*)?$/.exec(line)?.[1];
    if (header !== undefined) {
      section = partsOf(header);
      sectionEnd = lines.findIndex((later, j) => j > i && /^\s*\[[^\]]*\]\s*(?:#.*)?$/.test(later));
      if (sectionEnd === -1) sectionEnd = lines.length;
    }
    const key =
      header === undefined ? /^\s*((?:[\w-]+|"[^"]*"|'[^']*'|[\s.])+?)\s*=/.exec(line)?.[1] : undefined;
    const path = key === undefined ? (header === undefined ? [] : section) : [...section, ...partsOf(key)];
    if (path.length > best.depth && path.every((part, k) => part === keys[k]))
      best = { depth: path.length, line: i, end: sectionEnd };
  }
  const inline = lines.findIndex((line, i) => {
    const wanted = value ?? (best.depth < keys.length ? keys.at(-1) : undefined);
    return (
      wanted !== undefined && i >= best.line && i < best.end && mentions(line, wanted, value !== undefined)
    );
  });
  return (inline === -1 ? best.line : inline) + 1;
}

function partsOf(key: string): string[] {
  return [...key.matchAll(/"([^"]*)"|'([^']*)'|[\w-]+/g)].map((part) => part[1] ?? part[2] ?? part[0]);
}

function mentions(line: string, word: string, quoted: boolean): boolean {
  if (line.includes(`"${word}"`) || line.includes(`'${word}'`)) return true;
  return !quoted && partsOf(line).includes(word);
}
