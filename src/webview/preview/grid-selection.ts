import type { Preview } from "../../core/connection/catalog.ts";

/** A cell: of the rows from 0 (the header is −1), of the columns from 0. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** From where the selection was begun to where it is extended. */
export interface Selection {
  readonly anchor: Cell;
  readonly active: Cell;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  /** Rows that are in sight, by which a page is turned. */
  readonly rowsPerPage: number;
}

/** Where a key leads to, in the way of the grids of the ARIA guide; undefined for keys that mean nothing here. */
export function moved(from: Cell, key: string, isControl: boolean, size: GridSize): Cell | undefined {
  const last = { row: size.rows - 1, column: size.columns - 1 };
  const to = ({ row, column }: Cell): Cell => ({
    row: Math.max(Math.min(row, last.row), Math.min(0, last.row)),
    column: Math.max(0, Math.min(column, last.column)),
  });
  const { row, column } = from;
  switch (key) {
    case "ArrowUp":
      return to({ row: isControl ? 0 : row - 1, column });
    case "ArrowDown":
      return to({ row: isControl ? last.row : row + 1, column });
    case "ArrowLeft":
      return to({ row, column: isControl ? 0 : column - 1 });
    case "ArrowRight":
      return to({ row, column: isControl ? last.column : column + 1 });
    case "Home":
      return to({ row: isControl ? 0 : row, column: 0 });
    case "End":
      return to({ row: isControl ? last.row : row, column: last.column });
    case "PageUp":
      return to({ row: row - size.rowsPerPage, column });
    case "PageDown":
      return to({ row: row + size.rowsPerPage, column });
    default:
      return undefined;
  }
}

export interface Block {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export function blockOf({ anchor, active }: Selection): Block {
  return {
    top: Math.min(anchor.row, active.row),
    bottom: Math.max(anchor.row, active.row),
    left: Math.min(anchor.column, active.column),
    right: Math.max(anchor.column, active.column),
  };
}

/**
 * What is copied: one cell as it is; several as spreadsheets take them, columns divided by tabs, rows by line breaks,
 * and in quotes what holds either. NULL is empty, as an empty field is NULL to them.
 */
export function copiedText({ rows }: Preview, selection: Selection): string {
  const { top, bottom, left, right } = blockOf(selection);
  const block = rows.slice(top, bottom + 1).map((row) => row.slice(left, right + 1));
  if (block.length === 1 && block[0]?.length === 1) return block[0][0] ?? "";
  const field = (value: string | null) =>
    value !== null && /[\t\r\n"]/.test(value) ? `"${value.replaceAll('"', '""')}"` : (value ?? "");
  return block.map((row) => row.map(field).join("\t")).join("\n");
}
