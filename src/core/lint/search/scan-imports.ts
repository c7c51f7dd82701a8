import { isBuiltIn } from "./built-in-modules.ts";

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
  /** Of a module that is imported as a whole: all names that stand behind its own. Undefined: any may be taken. */
  readonly taken: ReadonlySet<string> | undefined;
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
  return withTaken(found, text);
}

function readWhole(modules: string): ScannedImport[] {
  return unfold(modules)
    .split(",")
    .flatMap((part) => {
      const [module, alias] = readAlias(part);
      if (!module || !isDotted.test(module) || !isDotted.test(alias ?? module)) return [];
      const names = alias ? [{ name: module, alias }] : [];
      return [{ level: 0, module, form: "whole" as const, names, taken: undefined }];
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
  return { level, module, form: isStar ? "star" : "names", names: isStar ? [] : imported, taken: undefined };
}

/** Says of `import a.b as c` what the text takes of it. All names at once: a large file imports many. */
function withTaken(found: readonly ScannedImport[], text: string): ScannedImport[] {
  const asked = new Set(found.filter(isAsked).map(boundBy));
  if (asked.size === 0)
    return found.map((each) => (each.form === "whole" ? { ...each, taken: new Set() } : each));
  const names = [...asked].join("|");
  // Under another name more may be taken.
  const renamed = new Set<string>();
  const other = String.raw`[=(,]\s*(${names})\s*(?=[),#;\r\n]|$)|\breturn\s+(${names})\b(?!\s*\.)`;
  for (const [, given, returned] of text.matchAll(new RegExp(other, "g")))
    renamed.add(given ?? returned ?? "");
  const taken = new Map<string, Set<string>>();
  const chain = String.raw`\b(${names})((?:\s*\.\s*[\w\u0080-\uffff]+)+)`;
  for (const [, bound = "", parts = ""] of text.matchAll(new RegExp(chain, "g"))) {
    const of = taken.get(bound) ?? new Set();
    taken.set(bound, of);
    for (const [each] of parts.matchAll(/[^\s.]+/g)) of.add(detach(each));
  }
  return found.map((each) => {
    if (each.form !== "whole") return each;
    if (!isAsked(each)) return { ...each, taken: new Set() };
    // A file that takes nothing of it imports it for others.
    const bound = boundBy(each);
    return { ...each, taken: renamed.has(bound) ? undefined : taken.get(bound) };
  });
}

/** Of Python's own modules nobody asks. */
function isAsked({ form, module }: ScannedImport): boolean {
  return form === "whole" && !isBuiltIn(module);
}

/** The name that an import of a whole module gives to the file. */
function boundBy({ module, names }: ScannedImport): string {
  return names[0]?.alias ?? topOf(module);
}

function topOf(module: string): string {
  return module.split(".", 1)[0] ?? module;
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
