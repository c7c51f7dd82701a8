import type { Source } from "./source.ts";
import type { Unit, UnitForm } from "./syntax/python.ts";
import { splitUnits, type UnitSpan } from "./syntax/units.ts";

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
  const known = new KnownUnits(previous?.units ?? []);
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
  const units = splitUnits(text).flatMap(read);
  return { path, text, units, cut };
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
