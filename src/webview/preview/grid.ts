import type { Preview } from "../../core/connection/catalog.ts";
import { h } from "../element.ts";
import { type Columns, columnsIn, measureColumns } from "./grid-columns.ts";
import { blockOf, type Cell, copiedText, moved, type Selection } from "./grid-selection.ts";

export interface GridDeps {
  readonly copy: (text: string) => void;
  /** Another cell is the active one. */
  readonly onActive: (column: string, value: string | null) => void;
}

/** Rows that are drawn beyond the edge, so that scrolling shows no gap. */
const OVERSCAN = 6;
const start: Selection = { anchor: { row: 0, column: 0 }, active: { row: 0, column: 0 } };

/**
 * A read-only grid of which only the cells in sight are in the page. The keyboard's focus stays on the grid itself; the
 * active cell is told by `aria-activedescendant`, because a cell that is scrolled away is no longer there.
 */
export class Grid {
  readonly element: HTMLElement;
  readonly #canvas: HTMLElement;
  readonly #deps: GridDeps;
  #preview: Preview = { columns: [], rows: [], cutAt: 0 };
  #columns: Columns = { lefts: [0], widths: [] };
  #selection: Selection = start;
  #rowHeight = 24;
  #isDragging = false;

  constructor(deps: GridDeps) {
    this.#deps = deps;
    this.#canvas = h("div", { class: "canvas", role: "presentation" });
    this.element = h("div", { class: "grid", role: "grid", tabindex: 0 }, this.#canvas);
    const { element } = this;
    element.setAttribute("aria-readonly", "true");
    element.setAttribute("aria-multiselectable", "true");
    element.addEventListener("scroll", () => this.#draw(), { passive: true });
    element.addEventListener("keydown", (event) => this.#press(event));
    element.addEventListener("copy", (event) => {
      event.preventDefault();
      this.copySelection();
    });
    element.addEventListener("pointerdown", (event) => this.#point(event));
    element.addEventListener("pointermove", (event) => this.#drag(event));
    for (const end of ["pointerup", "pointercancel"])
      element.addEventListener(end, () => {
        this.#isDragging = false;
      });
    new ResizeObserver(() => this.#draw()).observe(element);
  }

  show(preview: Preview, label: string): void {
    this.#preview = preview;
    this.#selection = start;
    this.element.setAttribute("aria-label", label);
    this.element.setAttribute("aria-rowcount", String(preview.rows.length + 1));
    this.element.setAttribute("aria-colcount", String(preview.columns.length));
    this.element.scrollTo(0, 0);
    const probe = h("div", { class: "cell probe" }, "0".repeat(100));
    this.#canvas.replaceChildren(probe);
    const { width, height } = probe.getBoundingClientRect();
    this.#rowHeight = Math.max(16, height);
    this.#columns = measureColumns(preview, width / 100);
    this.#draw();
    this.#tellActive();
  }

  copySelection(): void {
    if (this.#preview.rows.length > 0) this.#deps.copy(copiedText(this.#preview, this.#selection));
  }

  #draw(): void {
    const { element } = this;
    const { rows, columns } = this.#preview;
    const height = this.#rowHeight;
    const firstRow = Math.max(0, Math.floor(element.scrollTop / height) - OVERSCAN);
    const lastRow = Math.min(
      rows.length,
      Math.ceil((element.scrollTop + element.clientHeight) / height) + OVERSCAN,
    );
    const [firstColumn, lastColumn] = columnsIn(
      this.#columns,
      element.scrollLeft,
      element.scrollLeft + element.clientWidth,
    );
    const { active } = this.#selection;
    const block = blockOf(this.#selection);
    const { lefts, widths } = this.#columns;
    this.#canvas.style.width = `${lefts.at(-1) ?? 0}px`;
    this.#canvas.style.height = `${(rows.length + 1) * height}px`;
    const place = (cell: HTMLElement, column: number) => {
      cell.style.left = `${lefts[column] ?? 0}px`;
      cell.style.width = `${widths[column] ?? 0}px`;
      return cell;
    };
    const drawRow = (row: number, cells: readonly HTMLElement[]) => {
      const kind = row < 0 ? "row head" : "row";
      const drawn = h("div", { role: "row", class: kind, "aria-rowindex": row + 2 }, ...cells);
      if (row >= 0) drawn.style.top = `${(row + 1) * height}px`;
      drawn.style.height = `${height}px`;
      return drawn;
    };
    const shown = Array.from({ length: lastColumn - firstColumn }, (_, at) => firstColumn + at);
    const head = shown.map((column) => {
      const { name, type, isNumber } = columns[column] ?? { name: "", type: "", isNumber: false };
      const title = type === "" ? name : `${name} ${type}`;
      const kind = isNumber ? "cell number" : "cell";
      return place(
        h("div", { role: "columnheader", class: kind, "aria-colindex": column + 1, title }, name),
        column,
      );
    });
    const drawnRows = [drawRow(-1, head)];
    for (let row = firstRow; row < lastRow; row++) {
      const cells = shown.map((column) => {
        const value = rows[row]?.[column] ?? null;
        const isActive = row === active.row && column === active.column;
        const isSelected =
          row >= block.top && row <= block.bottom && column >= block.left && column <= block.right;
        const words = ["cell"];
        if (columns[column]?.isNumber) words.push("number");
        if (value === null) words.push("null");
        if (isSelected) words.push("selected");
        if (isActive) words.push("active");
        return place(
          h(
            "div",
            {
              role: "gridcell",
              id: cellId({ row, column }),
              class: words.join(" "),
              "aria-colindex": column + 1,
              "aria-selected": isSelected ? "true" : "false",
              "data-row": row,
              "data-column": column,
            },
            value === null ? "NULL" : onOneLine(value),
          ),
          column,
        );
      });
      drawnRows.push(drawRow(row, cells));
    }
    this.#canvas.replaceChildren(...drawnRows);
    if (rows.length > 0) element.setAttribute("aria-activedescendant", cellId(active));
    else element.removeAttribute("aria-activedescendant");
  }

  #press(event: KeyboardEvent): void {
    const isControl = event.ctrlKey || event.metaKey;
    const { rows, columns } = this.#preview;
    if (rows.length === 0) return;
    if (isControl && event.key.toLowerCase() === "a") {
      event.preventDefault();
      this.#select({
        anchor: { row: rows.length - 1, column: columns.length - 1 },
        active: { row: 0, column: 0 },
      });
      return;
    }
    const rowsPerPage = Math.max(1, Math.floor(this.element.clientHeight / this.#rowHeight) - 2);
    const size = { rows: rows.length, columns: columns.length, rowsPerPage };
    const active = moved(this.#selection.active, event.key, isControl, size);
    if (!active) return;
    event.preventDefault();
    this.#select({ active, anchor: event.shiftKey ? this.#selection.anchor : active });
  }

  #point(event: PointerEvent): void {
    const cell = cellAt(event.target);
    if (!cell || event.button !== 0) return;
    this.#isDragging = true;
    this.#select({ active: cell, anchor: event.shiftKey ? this.#selection.anchor : cell });
  }

  #drag(event: PointerEvent): void {
    const cell = this.#isDragging ? cellAt(event.target) : undefined;
    if (cell) this.#select({ ...this.#selection, active: cell });
  }

  #select(selection: Selection): void {
    this.#selection = selection;
    this.#scrollTo(selection.active);
    this.#draw();
    this.#tellActive();
  }

  /** The header covers the first row of what is in sight. */
  #scrollTo({ row, column }: Cell): void {
    const { element } = this;
    const height = this.#rowHeight;
    const top = row * height;
    const bottom = (row + 2) * height;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (bottom > element.scrollTop + element.clientHeight)
      element.scrollTop = bottom - element.clientHeight;
    const left = this.#columns.lefts[column] ?? 0;
    const right = left + (this.#columns.widths[column] ?? 0);
    if (left < element.scrollLeft) element.scrollLeft = left;
    else if (right > element.scrollLeft + element.clientWidth)
      element.scrollLeft = Math.min(left, right - element.clientWidth);
  }

  #tellActive(): void {
    const { row, column } = this.#selection.active;
    const { columns, rows } = this.#preview;
    const values = rows[row];
    if (values) this.#deps.onActive(columns[column]?.name ?? "", values[column] ?? null);
  }
}

function cellId({ row, column }: Cell): string {
  return `cell-${row}-${column}`;
}

function cellAt(target: EventTarget | null): Cell | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-row]") : null;
  return cell ? { row: Number(cell.dataset["row"]), column: Number(cell.dataset["column"]) } : undefined;
}

/** Line breaks would be cut off at the cell's edge without a trace. */
function onOneLine(value: string): string {
  return value.replaceAll(/\r\n|\r|\n/g, "↵").replaceAll("\t", "→");
}
