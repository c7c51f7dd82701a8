import { expect } from "vitest";
import type { Source } from "../../src/core/lint/source.ts";
import type { Node, Unit } from "../../src/core/lint/syntax/python.ts";
import { forEachChild, unitOf } from "../../src/core/lint/syntax/walk.ts";

/** Everything about a source that can be compared: units, nodes, places. */
export function describeSource({ units, cut }: Source): readonly string[] {
  const lines: string[] = [`cut ${cut}`];
  const addNode = (node: Node, depth: number): void => {
    const own = Object.entries(node).filter(([, value]) => typeof value !== "object" || value === null);
    lines.push(`${" ".repeat(depth)}${own.map(([name, value]) => `${name}=${String(value)}`).join(" ")}`);
    forEachChild(node, (child) => addNode(child, depth + 1));
  };
  for (const unit of units) {
    addNode(unit, 0);
    for (const member of unit.members) {
      lines.push(`member ${member.form} at ${member.offset}: ${member.text}`);
      lines.push(...member.comments.map(({ start, end, text }) => `${start} ${end} ${text}`));
    }
    lines.push(...unit.comments.map(({ start, end, text }) => `${start} ${end} ${text}`));
  }
  return lines;
}

/** Units fill the text without a gap, nodes lie inside their parents, and parents are right. */
export function checkSource(source: Source, complete = true): void {
  const units = source.units.flatMap((unit) => [unit, ...unit.members]);
  if (complete) expect(units.map(({ text }) => text).join("")).toBe(source.text);
  for (const unit of source.units) {
    checkUnit(unit, source.text);
    for (const member of unit.members) {
      checkUnit(member, source.text);
      expect(member.parent?.kind === "ClassDef" ? unitOf(member.parent) : member.parent).toBe(unit);
    }
  }
}

function checkUnit(unit: Unit, text: string): void {
  expect(text.slice(unit.offset, unit.offset + unit.text.length)).toBe(unit.text);
  for (const { start, end, text: comment } of unit.comments)
    expect(unit.text.slice(start, end)).toBe(comment);
  const check = (node: Node): void => {
    if (node.start < 0 || node.start > node.end || node.end > unit.text.length)
      expect.fail(`${node.kind} lies outside.`);
    forEachChild(node, (child) => {
      if (child.parent?.kind === "Unit" && child.parent !== unit) return;
      if (child.parent !== node) expect.fail(`${child.kind} has a wrong parent, and not ${node.kind}.`);
      if (child.start < node.start || child.end > node.end)
        expect.fail(`${child.kind} lies outside of its ${node.kind}.`);
      check(child);
    });
  };
  check(unit);
}
