/** Where a key leads in the rows of a tree, after WAI-ARIA's pattern. */
export type Step =
  | { readonly type: "go"; readonly to: number }
  | { readonly type: "set-open"; readonly isOpen: boolean }
  | { readonly type: "press" };

export interface TreeLine {
  readonly level: number;
  readonly isOpen: boolean | null;
}

/** Undefined: the key is not for the tree. */
export function stepOf(key: string, rows: readonly TreeLine[], at: number): Step | undefined {
  const row = rows[at];
  if (!row) return undefined;
  const go = (to: number): Step => ({ type: "go", to: Math.max(0, Math.min(rows.length - 1, to)) });
  switch (key) {
    case "ArrowDown":
      return go(at + 1);
    case "ArrowUp":
      return go(at - 1);
    case "PageDown":
      return go(at + pageRows);
    case "PageUp":
      return go(at - pageRows);
    case "Home":
      return go(0);
    case "End":
      return go(rows.length - 1);
    case "ArrowRight":
      if (row.isOpen === false) return { type: "set-open", isOpen: true };
      return go(row.isOpen === null ? at : at + 1);
    case "ArrowLeft":
      return row.isOpen ? { type: "set-open", isOpen: false } : go(parentOf(rows, at));
    case "Enter":
    case " ":
      return { type: "press" };
    default:
      return undefined;
  }
}

const pageRows = 10;

function parentOf(rows: readonly TreeLine[], at: number): number {
  const level = rows[at]?.level ?? 1;
  for (let above = at - 1; above >= 0; above--) if ((rows[above]?.level ?? 1) < level) return above;
  return at;
}
