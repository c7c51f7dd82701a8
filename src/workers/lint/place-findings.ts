import type { Finding, Range } from "../../core/lint/finding.ts";
import type { PlacedFinding, Span } from "../../protocol/lint.ts";

/** Where offsets of a text lie, and in which document: a notebook's text has many. */
export interface Places {
  /** Undefined: in none. */
  placeOf(range: Range): { readonly file: string; readonly span: Span } | undefined;
}

/** Findings with lines and characters, by the document that they stand in. */
export function placeFindings(
  findings: readonly Finding[],
  own: Places,
  placesOf: (file: string) => Places | undefined,
): Map<string, PlacedFinding[]> {
  const placed = new Map<string, PlacedFinding[]>();
  for (const finding of findings) {
    const at = own.placeOf(finding.range);
    if (!at) continue;
    const inFile = placed.get(at.file) ?? [];
    placed.set(at.file, inFile);
    inFile.push({
      rule: finding.rule,
      severity: finding.severity,
      span: at.span,
      text: finding.text,
      related: finding.related.flatMap(({ file, range, text }) => {
        const place = (file === undefined ? own : placesOf(file))?.placeOf(range);
        return place ? [{ ...place, text }] : [];
      }),
      fixes: finding.fixes.flatMap(({ title, safe, edits }) => {
        const places = edits.map((edit) => ({ place: own.placeOf(edit), text: edit.text }));
        // A fix that reaches into another cell cannot be applied as one.
        if (!places.every(({ place }) => place?.file === at.file)) return [];
        return [
          {
            title,
            safe,
            edits: places.flatMap(({ place, text }) => (place ? [{ span: place.span, text }] : [])),
          },
        ];
      }),
      unnecessary: finding.unnecessary,
    });
  }
  return placed;
}
