import type { Range } from "../finding.ts";
import type { Source } from "../source.ts";
import type { Unit } from "../syntax/python.ts";

/** A `# lanewise: ignore[…]` or `# lanewise: ignore-file[…]`. All offsets count from the start of the file. */
export interface Directive extends Range {
  readonly wholeFile: boolean;
  /** Undefined: it names none, and means all rules. */
  readonly rules: readonly NamedRule[] | undefined;
  /** The comment that it stands in, which may say other things too. */
  readonly comment: Range;
  readonly unit: Unit;
}

export interface NamedRule extends Range {
  readonly id: string;
}

const pattern = /#\s*lanewise\s*:\s*ignore(-file)?(?![\w-])\s*(?:\[([^\]\n]*)\])?/gi;

/** In order of position. */
export function directivesOf({ text, units }: Source): readonly Directive[] {
  if (!/lanewise/i.test(text)) return [];
  return units.flatMap((unit) => [unit, ...unit.members]).flatMap(directivesIn);
}

function directivesIn(unit: Unit): readonly Directive[] {
  return unit.comments.flatMap((comment) =>
    [...comment.text.matchAll(pattern)].map(({ 0: whole, 1: file, 2: list, index }): Directive => {
      const start = unit.offset + comment.start + index;
      const end = start + whole.trimEnd().length;
      return {
        start,
        end,
        wholeFile: file !== undefined,
        rules: list === undefined ? undefined : namesIn(list, start + whole.indexOf("[") + 1),
        comment: { start: unit.offset + comment.start, end: unit.offset + comment.end },
        unit,
      };
    }),
  );
}

function namesIn(list: string, offset: number): readonly NamedRule[] {
  return [...list.matchAll(/[^\s,]+/g)].map(({ 0: id, index }) => ({
    id,
    start: offset + index,
    end: offset + index + id.length,
  }));
}
