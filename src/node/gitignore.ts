import path from "node:path";
import createIgnore, { type Ignore } from "ignore";

/** Git is told on these systems that file names know no case. */
const ignoreCase = process.platform === "win32" || process.platform === "darwin";

/** Patterns as in a .gitignore, with the folder that they are relative to. */
export interface IgnorePatterns {
  /** Absolute path. */
  readonly folder: string;
  /** Undefined: there are none, and nothing is to be asked. */
  readonly matcher: Ignore | undefined;
}

export function ignorePatterns(folder: string, patterns: string | readonly string[]): IgnorePatterns {
  return { folder, matcher: patterns.length === 0 ? undefined : createIgnore({ ignoreCase }).add(patterns) };
}

/** What patterns say of a path below their folder; undefined: nothing, or the path lies elsewhere. */
function verdictOf(
  { folder, matcher }: IgnorePatterns,
  absolute: string,
  isFolder: boolean,
): "ignored" | "kept" | undefined {
  if (matcher === undefined) return undefined;
  const relative = path.relative(folder, absolute).split(path.sep).join("/");
  if (!createIgnore.isPathValid(relative)) return undefined;
  const { ignored, unignored } = matcher.test(isFolder ? `${relative}/` : relative);
  if (ignored) return "ignored";
  return unignored ? "kept" : undefined;
}

/** The patterns of several files, the deepest folder last: the deepest that says something decides, as in git. */
export function isIgnored(layers: readonly IgnorePatterns[], absolute: string, isFolder: boolean): boolean {
  for (let i = layers.length - 1; i >= 0; i--) {
    const layer = layers[i];
    const verdict = layer && verdictOf(layer, absolute, isFolder);
    if (verdict !== undefined) return verdict === "ignored";
  }
  return false;
}

/**
 * The layers that hold inside a folder which is walked in spite of some of them: a layer that ignores the folder itself
 * would ignore all that is in it, so it has nothing to say there.
 */
export function layersInside(layers: readonly IgnorePatterns[], folder: string): readonly IgnorePatterns[] {
  const inside = layers.filter((layer) => verdictOf(layer, folder, true) !== "ignored");
  return inside.length === layers.length ? layers : inside;
}
