import type { buildModel } from "../model/build-model.ts";
import type { FunctionInfo } from "../model/file-model.ts";
import { isDatabaseValue } from "../model/value.ts";
import type { Name } from "../syntax/python.ts";
import { rangeOf } from "../syntax/walk.ts";
import { plain } from "./plain-value.ts";
import type { FunctionEffect, FunctionExport } from "./summary.ts";

type Model = ReturnType<typeof buildModel>;
type SharedUse = FunctionExport["sharedUses"][number];

/** Calls of local functions are followed so far. */
const DEEPEST = 3;
const MOST_EFFECTS = 20;
const MOST_USES = 10;

/** Methods that say of their object that it is a session, a connection or a cursor. */
const telling = [
  "add",
  "add_all",
  "commit",
  "cursor",
  "execute",
  "executemany",
  "fetchall",
  "fetchone",
  "flush",
  "get",
  "merge",
  "query",
  "rollback",
  "scalar",
  "scalars",
];

/** What the functions of a file do to databases when they are called, through local functions too. */
export class Deeds {
  private readonly model: Model;
  private readonly callees = new Map<FunctionInfo, Set<FunctionInfo>>();
  private readonly effects = new Map<FunctionInfo, FunctionEffect[]>();
  private readonly uses = new Map<FunctionInfo, SharedUse[]>();

  constructor(model: Model) {
    this.model = model;
    this.collectCallees();
    this.collectEffects();
    this.collectUses();
  }

  effectsOf(info: FunctionInfo): readonly FunctionEffect[] {
    return this.reached(info)
      .flatMap((each) => this.effects.get(each) ?? [])
      .slice(0, MOST_EFFECTS);
  }

  sharedUsesOf(info: FunctionInfo): readonly SharedUse[] {
    return this.reached(info)
      .flatMap((each) => this.uses.get(each) ?? [])
      .slice(0, MOST_USES);
  }

  /** A function and those that it calls, the nearest first. */
  private reached(info: FunctionInfo): readonly FunctionInfo[] {
    const found = new Set([info]);
    let level = [info];
    for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
      level = level.flatMap((each) =>
        [...(this.callees.get(each) ?? [])].filter((callee) => !found.has(callee)),
      );
      for (const callee of level) found.add(callee);
    }
    return [...found];
  }

  private collectCallees(): void {
    const { model } = this;
    const names = new Set([...model.functions, ...model.classes].map(({ name }) => name));
    for (const { calls } of model.names.facts)
      for (const [name, list] of calls) {
        if (!names.has(name)) continue;
        // What a nested function does is done for the function around it, too.
        for (const call of list)
          for (const callee of model.calleesOf(call))
            for (let owner = model.functionOf(call); owner; owner = owner.parent)
              if (owner !== callee) append(this.callees, owner, callee);
      }
  }

  private collectEffects(): void {
    const { model } = this;
    for (const { call, action, verb, receiver, weak } of model.operations) {
      const owner = model.functionOf(call);
      if (!owner) continue;
      const known = this.effects.get(owner) ?? [];
      this.effects.set(owner, known);
      const inLoop = model.loopsOf(call).some(({ over }) => over === "rows");
      known.push({ action, verb, library: receiver.library, range: rangeOf(call), inLoop, weak });
    }
  }

  private collectUses(): void {
    const { model } = this;
    for (const node of databaseLikeNames(model)) {
      const owner = model.functionOf(node);
      if (!owner || model.names.bindingOf(node)?.scope !== "module") continue;
      const known = this.uses.get(owner) ?? [];
      this.uses.set(owner, known);
      if (known.some(({ name }) => name === node.id)) continue;
      const value = model
        .valuesOf(node)
        .flatMap(plain)
        .find((one) =>
          isDatabaseValue(one)
            ? !one.weak && (one.kind === "session" || one.kind === "connection" || one.kind === "cursor")
            : one.kind === "external" && one.path === "",
        );
      if (value) known.push({ name: node.id, value, range: rangeOf(node) });
    }
  }
}

/** Names whose methods are called as a database's are: `session.execute(…)`. */
export function* databaseLikeNames(model: Model): Generator<Name> {
  for (const { callee } of model.callsNamed(...telling))
    if (callee.kind === "Attribute" && callee.object.kind === "Name") yield callee.object;
}

function append<Key, Value>(map: Map<Key, Set<Value>>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known) known.add(value);
  else map.set(key, new Set([value]));
}
