/** The dots of a relative import, and the name after them. */
export function split(dotted: string): { readonly level: number; readonly module: string } {
  const level = /^\.*/.exec(dotted)?.[0].length ?? 0;
  return { level, module: dotted.slice(level) };
}

/** A name in a module; the module may be dots alone. */
export function join(module: string, name: string): string {
  return module.endsWith(".") ? module + name : `${module}.${name}`;
}

/** `().session()` as `()`, `session`, `()`. */
export function stepsOf(path: string): readonly string[] {
  return [...path.matchAll(/\(\)|\.(\w+)/g)].map(([whole, name]) => name ?? whole);
}
