import type { Finding, Range } from "./finding.ts";
import type { Dependencies, PartReader } from "./model/dependencies.ts";
import type { Node, Unit } from "./syntax/python.ts";

/** As a rule reports it. */
export interface Reported extends Finding {
  /** Of several findings of a rule about one thing, only the first is told. */
  readonly about: Node | undefined;
}

/** A unit that places of a finding lie in, and where it was then. */
interface Anchor {
  readonly unit: Unit;
  readonly was: number;
}

interface Kept {
  readonly findings: readonly Reported[];
  readonly anchors: readonly Anchor[];
}

interface Found {
  readonly findings: readonly Reported[];
  /** Whether all rules looked at all of the unit: only then it is kept. */
  readonly isWhole: boolean;
}

/** What rules found in units, each by itself. Holds until something that the rules looked at changes. */
export class KeptFindings {
  readonly #dependencies: Dependencies;
  readonly #known = new Map<Unit, Kept>();
  readonly #readers = new WeakMap<Unit, PartReader>();
  #rules: unknown;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** The rules, with their settings: what others found does not count for them. */
  use(rules: string): void {
    if (rules !== this.#rules) this.clear();
    this.#rules = rules;
  }

  /** `units`: all of the file, in order of position. */
  of(unit: Unit, units: readonly Unit[], make: () => Found): readonly Reported[] {
    const known = this.#known.get(unit);
    if (known) return known.findings.length === 0 ? known.findings : this.#placed(unit, known);
    return this.#dependencies.answer(this.#readerOf(unit), () => {
      this.#dependencies.reads(unit);
      const { findings, isWhole } = make();
      if (!isWhole) return findings;
      const anchors = anchorsOf(unit, units, findings);
      for (const anchor of anchors) this.#dependencies.reads(anchor.unit);
      this.#known.set(unit, { findings, anchors });
      return findings;
    });
  }

  forget(readers: Iterable<PartReader>): void {
    for (const reader of readers) {
      this.#known.delete(reader.unit);
      this.#dependencies.forgetWhatItReads(reader);
    }
  }

  clear(): void {
    this.#known.clear();
  }

  /** The findings, where their units are now. */
  #placed(unit: Unit, { findings, anchors }: Kept): readonly Reported[] {
    if (anchors.every((anchor) => anchor.unit.offset === anchor.was)) return findings;
    const moved = findings.map((finding) => movedFinding(finding, anchors));
    this.#known.set(unit, {
      findings: moved,
      anchors: anchors.map((anchor) => ({ unit: anchor.unit, was: anchor.unit.offset })),
    });
    return moved;
  }

  #readerOf(unit: Unit): PartReader {
    let reader = this.#readers.get(unit);
    if (!reader) {
      reader = { kind: "Part", unit };
      this.#readers.set(unit, reader);
    }
    return reader;
  }
}

/** The unit itself comes first. */
function anchorsOf(own: Unit, units: readonly Unit[], findings: readonly Reported[]): readonly Anchor[] {
  const found = new Set<Unit>([own]);
  const add = ({ start }: Range) => {
    const unit = holds(own, own.offset, start) ? own : units.findLast(({ offset }) => offset <= start);
    if (unit) found.add(unit);
  };
  for (const { range, related, fixes } of findings) {
    add(range);
    for (const other of related) if (other.file === undefined) add(other.range);
    for (const { edits } of fixes) edits.forEach(add);
  }
  return [...found].map((unit) => ({ unit, was: unit.offset }));
}

/** Where it ends, too: what is put behind a unit's last line belongs to it, whatever follows. */
function holds({ text }: Unit, offset: number, position: number): boolean {
  return position >= offset && position <= offset + text.length;
}

function movedFinding(finding: Reported, anchors: readonly Anchor[]): Reported {
  const [own] = anchors;
  const by = ({ start }: Range) => {
    let anchor = own && holds(own.unit, own.was, start) ? own : undefined;
    if (!anchor)
      for (const each of anchors) if (each.was <= start && each.was >= (anchor?.was ?? 0)) anchor = each;
    return anchor ? anchor.unit.offset - anchor.was : 0;
  };
  const moved = <Place extends Range>(place: Place): Place => {
    const delta = by(place);
    return delta === 0 ? place : { ...place, start: place.start + delta, end: place.end + delta };
  };
  const { range, related, fixes } = finding;
  return {
    ...finding,
    range: moved(range),
    related: related.map((other) =>
      other.file === undefined ? { ...other, range: moved(other.range) } : other,
    ),
    fixes: fixes.map((fix) => ({ ...fix, edits: fix.edits.map(moved) })),
  };
}
