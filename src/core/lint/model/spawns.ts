import type { Call, Node } from "../syntax/python.ts";
import type { FunctionInfo, Loop, Spawn } from "./file-model.ts";
import {
  callsOf,
  follow,
  matchParameters,
  parameterNamed,
  type Run,
  substitute,
  targetOf,
} from "./spawn-arguments.ts";
import { type Draft, draft, givenBy, type SpawnDeps } from "./spawn-draft.ts";
import { draftsOf } from "./spawn-drafts.ts";
import { isHop } from "./spawn-endings.ts";
import { executorMethods, spawningNames, spawningPackages } from "./spawn-forms.ts";

/** Finds where threads, processes and tasks start. In order of position. */
export function findSpawns(deps: SpawnDeps): readonly Spawn[] {
  const isSpawning = spawningPackages.some((name) => deps.imports(name));
  const drafts: Draft[] = [];
  for (const name of isSpawning ? startingNames(deps) : handingNames)
    for (const call of deps.callsNamed(name)) drafts.push(...draftsOf(call, name, deps));
  const derived = drafts.flatMap((draft) => throughHelpers(draft, deps));
  const all = [...drafts, ...derived].map((draft) => ({ draft, run: runOf(draft, deps) }));
  return all
    .map(({ draft, run }) => finish(draft, run, all, deps))
    .sort((one, other) => positionOf(one.call) - positionOf(other.call));
}

/** What starts something in a file that imports no such package: a method of an executor that another file makes. */
const handingNames = Object.keys(executorMethods);

/** The called names that can start something: others are not looked at. */
function startingNames(deps: SpawnDeps): readonly string[] {
  const names = new Set([...spawningNames, ...deps.renamed(), ...deps.classes.map(({ name }) => name)]);
  return [...names].filter((name) => deps.isCalled(name));
}

/** A local function that starts its own parameter: each of its calls is a spawn (`def background(f, *args)`). */
function throughHelpers(spawn: Draft, deps: SpawnDeps): readonly Draft[] {
  const { target } = spawn;
  if (target?.kind !== "Name") return [];
  for (let helper = deps.functionOf(spawn.call); helper; helper = helper.parent) {
    const parameter = parameterNamed(helper, target, deps);
    if (!parameter) continue;
    const owner = helper;
    const direct = callsOf(owner, deps).map((call) => {
      const own = matchParameters(owner, givenBy(call), owner.class !== undefined);
      const handed = own.find((argument) => argument.parameter === parameter)?.node;
      return draft(call, {
        ...spawn,
        call,
        at: call,
        target: handed,
        given: substitute(spawn.given, owner, own, deps),
      });
    });
    return [...direct.filter((one) => one.target), ...decorated(spawn, owner, deps)];
  }
  return [];
}

/** The calls of functions that a decorator starts in a thread. */
function* decorated(spawn: Draft, decorator: FunctionInfo, deps: SpawnDeps): Generator<Draft> {
  for (const info of deps.functions) {
    if (info.node.kind !== "FunctionDef") continue;
    const named = info.node.decorators.map((one) => (one.kind === "Call" ? one.callee : one));
    if (!named.some((one) => targetOf(one, deps).functions.some((found) => found.function === decorator)))
      continue;
    for (const call of deps.callsNamed(info.name)) {
      const found = targetOf(call.callee, deps).functions;
      if (found.some((one) => one.function === info))
        yield draft(call, { ...spawn, call, at: call, target: call.callee, given: givenBy(call) });
    }
  }
}

function runOf(spawn: Draft, deps: SpawnDeps): Run {
  if (spawn.run) return spawn.run;
  if (!spawn.target) return { runs: [], imported: [], arguments: [] };
  return follow(targetOf(spawn.target, deps), spawn.given, deps);
}

function finish(
  spawn: Draft,
  run: Run,
  all: readonly { readonly draft: Draft; readonly run: Run }[],
  deps: SpawnDeps,
): Spawn {
  const { kind, form, call, target, workers, green, fresh } = spawn;
  const loop = deps.loopsOf(spawn.at)[0];
  const hop = form !== "gather" && form !== "map" && isHop(call, deps);
  const sequential = spawn.waits || hop || (workers === 1 && form !== "initializer");
  const owner = deps.functionOf(call);
  const hasTwin = () =>
    all.some(
      (other) =>
        other.draft !== spawn &&
        other.draft.kind === kind &&
        other.draft.form === form &&
        deps.functionOf(other.draft.call) === owner &&
        other.run.runs.some((info) => run.runs.includes(info)),
    );
  let fanOut: Spawn["fanOut"];
  if (!sequential) {
    if (form === "map" || spawn.mapped) fanOut = "map";
    else if (loop) fanOut = "loop";
    else if (spawn.several || hasTwin()) fanOut = "several";
  }
  return {
    kind,
    form,
    call,
    target,
    runs: run.runs,
    runsImported: run.imported,
    arguments: run.arguments,
    fanOut,
    loop,
    sequential,
    workers: workers ?? roundsOf(loop),
    green,
    fresh,
  };
}

function roundsOf(loop: Loop | undefined): number | undefined {
  const iter = loop?.iter;
  if (iter?.kind !== "Call" || iter.callee.kind !== "Name" || iter.callee.id !== "range") return undefined;
  const [first, second] = iter.args;
  if (iter.args.length > 2 || first?.kind !== "Constant" || typeof first.value !== "number") return undefined;
  if (!second) return first.value;
  return second.kind === "Constant" && typeof second.value === "number"
    ? second.value - first.value
    : undefined;
}

function positionOf(node: Call): number {
  for (let at: Node | undefined = node; at; at = at.parent)
    if (at.kind === "Unit") return at.offset + node.start;
  return node.start;
}
