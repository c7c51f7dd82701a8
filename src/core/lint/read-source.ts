import type { Source } from "./source.ts";
import type { Unit, UnitForm } from "./syntax/python.ts";
import { splitFrom, type UnitSpan } from "./syntax/units.ts";

/**
 * Makes a unit, at offset 0 and without members, of one unit's text. Undefined: `isOver` said that the time is up.
 */
export type ParseUnit = (text: string, form: UnitForm, isOver: () => boolean) => Unit | undefined;

interface ReadSource {
  readonly path: string;
  readonly text: string;
  readonly parse: ParseUnit;
  /** An earlier version of the file. It gives its units away and must not be used any more. */
  readonly previous?: Source | undefined;
  /** Whether the time budget has ended. What is not parsed then is missing, and the source is `cut`. */
  readonly isOver: () => boolean;
}

/** Parses a file, unit by unit; units whose text is in `previous` keep their nodes. */
export function readSource({ path, text, parse, previous, isOver }: ReadSource): Source {
  const kept = previous ? unchangedUnits(previous, text) : nothingKept;
  const last = kept.before.at(-1);
  const starts = new Map(kept.after.map((unit, index) => [unit.offset + kept.shift, index]));
  let rest = kept.after.length;
  const spans = splitFrom(text, last ? endOf(last) : 0, (start) => {
    rest = starts.get(start) ?? rest;
    return starts.has(start);
  });
  const after = kept.after.slice(rest);
  const known = new KnownUnits(
    previous?.units.slice(kept.before.length, previous.units.length - after.length) ?? [],
  );
  let cut = false;

  const read = (span: UnitSpan): readonly Unit[] => {
    const slice = text.slice(span.start, span.end);
    let unit = known.take(slice, span.form);
    // A copy, so that a unit that stays for long does not hold all of the text that it was once a part of.
    if (unit === undefined && !isOver()) unit = parse(` ${slice}`.slice(1), span.form, isOver);
    if (unit === undefined) {
      cut = true;
      return [];
    }
    unit.offset = span.start;
    linkMembers(unit, span.members.flatMap(read));
    return [unit];
  };
  const middle = spans.flatMap(read);
  for (const unit of after) for (const each of [unit, ...unit.members]) each.offset += kept.shift;
  return { path, text, units: [...kept.before, ...middle, ...after], cut };
}

interface Kept {
  readonly before: readonly Unit[];
  readonly after: readonly Unit[];
  /** How far those after moved. */
  readonly shift: number;
}

const nothingKept: Kept = { before: [], after: [], shift: 0 };

/** The units before and after what changed; those beside it are not among them, since they may join with it. */
function unchangedUnits({ units, text: before, cut }: Source, text: string): Kept {
  if (cut) return nothingKept;
  const shift = text.length - before.length;
  const same = sameStart(before, text);
  const sameAtEnd = sameEnd(before, text, Math.min(before.length, text.length) - same);
  const first = units.findIndex((unit) => endOf(unit) > same);
  if (first < 0) return { before: units.slice(0, -1), after: [], shift };
  let last = units.length;
  while (last > first && (units[last - 1] as Unit).offset >= before.length - sameAtEnd) last--;
  return { before: units.slice(0, Math.max(0, first - 1)), after: units.slice(last + 1), shift };
}

/** How many characters two texts have in common at their start. Whole stretches are compared at once. */
function sameStart(one: string, other: string): number {
  let low = 0;
  let high = Math.min(one.length, other.length);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (one.slice(low, middle) === other.slice(low, middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** How many, but no more than `most`, at their end. */
function sameEnd(one: string, other: string, most: number): number {
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const [from, to] = [one.length - middle, other.length - middle];
    if (one.slice(from, one.length - low) === other.slice(to, other.length - low)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function endOf(unit: Unit): number {
  const last = unit.members.at(-1) ?? unit;
  return last.offset + last.text.length;
}

/** Units by their text. Each is given away once: two functions may have the same text, and not the same place. */
class KnownUnits {
  readonly #units = new Map<string, Unit[]>();

  constructor(units: readonly Unit[]) {
    for (const unit of units.flatMap((each) => [each, ...each.members]).reverse()) {
      const alike = this.#units.get(unit.text);
      if (alike === undefined) this.#units.set(unit.text, [unit]);
      else alike.push(unit);
    }
  }

  take(text: string, form: UnitForm): Unit | undefined {
    const alike = this.#units.get(text);
    return alike?.at(-1)?.form === form ? alike.pop() : undefined;
  }
}

/** Makes the members' statements the last ones of the unit's class. */
function linkMembers(unit: Unit, members: readonly Unit[]): void {
  if (members.length === 0 && unit.members.length === 0) return;
  const owner = unit.body.findLast((statement) => statement.kind === "ClassDef");
  if (owner !== undefined) {
    const before = unit.members.reduce((sum, member) => sum + member.body.length, 0);
    const own = owner.body.slice(0, owner.body.length - before);
    owner.body = [...own, ...members.flatMap((member) => member.body)];
  }
  // The header of a class may be too broken to be one.
  for (const member of members) member.parent = owner ?? unit;
  unit.members = members;
}
