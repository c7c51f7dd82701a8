/** An import as the text shows it. */
export interface ScannedImport {
  /** The dots of a relative import. */
  readonly level: number;
  /** Dotted, without the dots of a relative import; may be empty then. */
  readonly module: string;
  /** `whole`: `import a.b`, or `import a.b as c` where `names` holds `c`; `star`: `from a import *`. */
  readonly form: "whole" | "names" | "star";
  /** Of `from a import b as c`: `b` and `c`; the alias is the name itself where there is none. */
  readonly names: readonly ImportedName[];
}

export interface ImportedName {
  readonly name: string;
  readonly alias: string;
}

/** White space inside a statement. */
const space = String.raw`(?:[ \t\f]|\\\r?\n)`;
const name = String.raw`[\w\u0080-\uffff]+`;
const dotted = `${name}(?:${space}*\\.${space}*${name})*`;
const fromHead = String.raw`from${space}*((?:\.${space}*)*)((?:${dotted})?)${space}*\bimport\b`;
/** Up to what is imported. That is not consumed: in a string it may reach over imports that are real. */
const head = String.raw`\b(?:${fromHead}|(import)(?=${space}))${space}*`;
/** In parentheses, with comments. */
const inParentheses = /\((?:[^()#]|#[^\n]*){0,50000}/y;
const onOneLine = /^(?:[^\n;#\\]|\\\r?\n)*/;

/**
 * All imports that a file's text can hold, without parsing it: also those in functions, after a semicolon and in
 * code that is broken. It finds some that are none, in strings and comments, and misses none that is one.
 */
export function scanImports(text: string): ScannedImport[] {
  const heads = [...text.matchAll(new RegExp(head, "g"))];
  return heads.flatMap((match, index) => {
    const start = match.index + match[0].length;
    // No list goes over the next import: both words are Python's own.
    const list = listAt(text, start, heads[index + 1]?.index ?? text.length);
    const [, dots, from = "", whole] = match;
    return whole === undefined
      ? readFrom((dots ?? "").replace(/[^.]/g, "").length, from, list)
      : readWhole(list);
  });
}

/** What is imported: in parentheses, where comments may speak of imports, or up to the end of the line. */
function listAt(text: string, start: number, next: number): string {
  inParentheses.lastIndex = start;
  const list = inParentheses.exec(text) ?? onOneLine.exec(text.slice(start, next));
  return list?.[0] ?? "";
}

function readWhole(modules: string): ScannedImport[] {
  return unfold(modules)
    .split(",")
    .flatMap((part) => {
      const [module, alias] = readAlias(part);
      if (!module || !isDotted.test(module) || !isDotted.test(alias ?? module)) return [];
      const names = alias ? [{ name: module, alias }] : [];
      return [{ level: 0, module, form: "whole" as const, names }];
    });
}

function readFrom(level: number, from: string, names: string): ScannedImport {
  const module = detach(unfold(from).replace(/\s/g, ""));
  const imported = unfold(names.replace(/#[^\n]*/g, ""))
    .replace(/^\(/, "")
    .split(",")
    .flatMap((part) => {
      const [name, alias = name] = readAlias(part);
      return name && alias && (name === "*" || (isDotted.test(name) && isDotted.test(alias)))
        ? [{ name, alias }]
        : [];
    });
  const isStar = imported.some(({ name }) => name === "*");
  return { level, module, form: isStar ? "star" : "names", names: isStar ? [] : imported };
}

function readAlias(part: string): [string | undefined, string | undefined] {
  const [, name, alias] = /^\s*([^\s]+(?:\s*\.\s*[^\s.]+)*)(?:\s+as\s+([^\s]+))?/.exec(part) ?? [];
  return [name === undefined ? undefined : detach(name.replace(/\s/g, "")), alias && detach(alias)];
}

/** What looks like an import in a sentence may go on with an ellipsis. */
const isDotted = /^[\w\u0080-\uffff]+(?:\.[\w\u0080-\uffff]+)*$/;

/** A copy: a part of a text would keep all of it in memory. */
function detach(part: string): string {
  return ` ${part}`.slice(1);
}

function unfold(text: string): string {
  return text.includes("\\") ? text.replace(/\\\r?\n/g, " ") : text;
}
