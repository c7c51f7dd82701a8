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
/** In parentheses, with comments, or up to the end of the line. */
const names = String.raw`\((?:[^()#]|#[^\n]*){0,50000}|(?:[^\n;#\\]|\\\r?\n){0,50000}`;
const fromImport = String.raw`from${space}*((?:\.${space}*)*)((?:${dotted})?)${space}*\bimport\b${space}*(?=(${names}))`;
const wholeImport = String.raw`import${space}+(?=((?:[^\n;#\\]|\\\r?\n){1,50000}))`;
/** What is imported is looked at and not consumed: in a string it may reach over imports that are real. */
const importText = String.raw`\b(?:${fromImport}|${wholeImport})`;

/**
 * All imports that a file's text can hold, without parsing it: also those in functions, after a semicolon and in
 * code that is broken. It finds some that are none, in strings and comments, and misses none that is one.
 */
export function scanImports(text: string): ScannedImport[] {
  const found: ScannedImport[] = [];
  for (const [, dots, from = "", names = "", whole] of text.matchAll(new RegExp(importText, "g"))) {
    if (whole !== undefined) found.push(...readWhole(whole));
    else found.push(readFrom((dots ?? "").replace(/[^.]/g, "").length, from, names));
  }
  return found;
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
