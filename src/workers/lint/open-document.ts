import type { Finding } from "../../core/lint/finding.ts";
import { LineIndex } from "../../core/lint/line-index.ts";
import { cellAsPython } from "../../core/lint/notebook-text.ts";
import type { Source } from "../../core/lint/source.ts";
import type { Unit } from "../../core/lint/syntax/python.ts";
import type { DocumentEdit, DocumentName, PlacedFinding } from "../../protocol/lint.ts";
import { type Places, placeFindings } from "./place-findings.ts";

/** Parses a text anew, as far as it has changed since `previous`, which must not be used any more. */
export type Read = (text: string, previous: Source | undefined) => Source;

export interface Answer {
  readonly file: DocumentName;
  readonly version: number;
  readonly findings: readonly PlacedFinding[];
}

/** What is open in an editor. */
export interface OpenDocument {
  readonly file: DocumentName;
  /** All of it, as one Python file. */
  readonly text: string;
  /** The same until the text changes. */
  source(read: Read): Source;
  readonly places: Places;
  /** What is said of each text in it. */
  answers(findings: readonly Finding[], placesOf: (file: string) => Places | undefined): readonly Answer[];
}

export class OpenText implements OpenDocument {
  readonly file: DocumentName;
  #version: number;
  #text: string;
  #source: Source | undefined;
  #isRead = false;
  #lines: LineIndex | undefined;

  constructor(file: DocumentName, version: number, text: string) {
    this.file = file;
    this.#version = version;
    this.#text = text;
  }

  get text(): string {
    return this.#text;
  }

  edit(version: number, edits: readonly DocumentEdit[]): void {
    this.#version = version;
    if (edits.length === 0) return;
    for (const { start, end, text } of edits) {
      this.#text = this.#text.slice(0, start) + text + this.#text.slice(end);
    }
    this.#isRead = false;
    this.#lines = undefined;
  }

  source(read: Read): Source {
    if (!this.#source || !this.#isRead) this.#source = read(this.#text, this.#source);
    this.#isRead = true;
    return this.#source;
  }

  get places(): Places {
    this.#lines ??= new LineIndex(this.#text);
    return linePlaces(this.file, this.#lines);
  }

  answers(findings: readonly Finding[], placesOf: (file: string) => Places | undefined): readonly Answer[] {
    const placed = placeFindings(findings, this.places, placesOf).get(this.file) ?? [];
    return [{ file: this.file, version: this.#version, findings: placed }];
  }
}

interface Cell {
  readonly cell: DocumentName;
  readonly version: number;
  readonly text: string;
  readonly start: number;
  source: Source | undefined;
  /** By how much the units of `source` were moved from where a file of its own would have them. */
  moved: number;
}

/** The cells of a notebook in their order: one Python file, in which each cell is parsed by itself. */
export class OpenNotebook implements OpenDocument {
  readonly file: DocumentName;
  readonly #cells: readonly Cell[];
  readonly text: string;

  /** Cells whose text is as in `previous` are not parsed again. */
  constructor(
    file: DocumentName,
    cells: readonly Pick<Cell, "cell" | "version" | "text">[],
    previous?: OpenNotebook,
  ) {
    this.file = file;
    const known = new Map((previous ? previous.#cells : []).map((cell) => [cell.cell, cell]));
    let start = 0;
    this.#cells = cells.map(({ cell, version, text }) => {
      const before = known.get(cell);
      const kept = before?.text === text ? before : undefined;
      const placed = { cell, version, text, start, source: kept?.source, moved: kept?.moved ?? 0 };
      start += text.length + 1;
      return placed;
    });
    this.text = this.#cells.map(({ text }) => `${cellAsPython(text)}\n`).join("");
  }

  source(read: Read): Source {
    const units = this.#cells.flatMap((cell) => {
      cell.source ??= read(`${cellAsPython(cell.text)}\n`, undefined);
      // Cells before it may have changed.
      for (const unit of cell.source.units) shift(unit, cell.start - cell.moved);
      cell.moved = cell.start;
      return cell.source.units;
    });
    const cut = this.#cells.some(({ source }) => source?.cut);
    return { path: this.file, text: this.text, units, cut };
  }

  get places(): Places {
    const lines = this.#cells.map(({ text }) => new LineIndex(text));
    return {
      placeOf: (range) => {
        const at = this.#cells.findLastIndex(({ start }) => start <= range.start);
        const cell = this.#cells[at];
        const index = lines[at];
        if (!cell || !index || range.end > cell.start + cell.text.length + 1) return undefined;
        const [start, end] = [range.start - cell.start, range.end - cell.start];
        return { file: cell.cell, span: { start: index.positionOf(start), end: index.positionOf(end) } };
      },
    };
  }

  answers(findings: readonly Finding[], placesOf: (file: string) => Places | undefined): readonly Answer[] {
    const placed = placeFindings(findings, this.places, placesOf);
    return this.#cells.map(({ cell, version }) => ({
      file: cell,
      version,
      findings: placed.get(cell) ?? [],
    }));
  }
}

export function linePlaces(file: string, lines: LineIndex): Places {
  return {
    placeOf: ({ start, end }) => ({
      file,
      span: { start: lines.positionOf(start), end: lines.positionOf(end) },
    }),
  };
}

function shift(unit: Unit, by: number): void {
  unit.offset += by;
  for (const member of unit.members) shift(member, by);
}
