import type { Expression, For, If, Match, Node, Statement, Try, While, With } from "../syntax/python.ts";

/**
 * What a rule follows along the paths through a block: one word of state per path, such as `open` or `closed`.
 * A step is a simple statement, or what a compound one evaluates first: a test, an iterable, a `with` item.
 */
export interface Follow<State extends string> {
  /** The state after a step. */
  readonly step: (state: State, node: Node) => State;
  /** The state after a `with` block is left, however it is left. */
  readonly leave?: (state: State, node: With) => State;
  /** Whether the body of an `if` counts as run on both ways: `if conn: conn.close()`. */
  readonly runsAlways?: (node: If) => boolean;
  /** The state with which the handlers of a `try` are entered; as it is at its start if not given. */
  readonly caught?: (state: State, node: Try) => State;
  /** Whether nothing runs after a step: `sys.exit()`. */
  readonly ends?: (node: Node) => boolean;
}

/** A way out of a block, after the `finally` and `with` blocks around it, with the states that paths have there. */
export interface Exit<State extends string> {
  readonly how: "end" | "return" | "break" | "continue" | "raise";
  /** The statement that leaves; undefined: the block's end. */
  readonly node: Statement | undefined;
  readonly states: ReadonlySet<State>;
}

/**
 * The ways out of a block. A handler is entered from the start of its `try` and from a `raise` inside: that any
 * other step may fail halfway is not followed, so what only an unexpected exception skips is not seen.
 */
export function exitsOf<State extends string>(
  block: readonly Statement[],
  entry: State,
  follow: Follow<State>,
): readonly Exit<State>[] {
  const { ends, exits } = new Walk(follow).block(block, new Set([entry]));
  return ends.size > 0 ? [...exits, { how: "end", node: undefined, states: ends }] : exits;
}

interface Flow<State extends string> {
  /** Where the code below goes on; empty: it is not reached. */
  readonly ends: ReadonlySet<State>;
  readonly exits: readonly Exit<State>[];
}

class Walk<State extends string> {
  private readonly follow: Follow<State>;

  constructor(follow: Follow<State>) {
    this.follow = follow;
  }

  block(statements: readonly Statement[], entry: ReadonlySet<State>): Flow<State> {
    let ends = entry;
    const exits: Exit<State>[] = [];
    for (const statement of statements) {
      if (ends.size === 0) break;
      const flow = this.statement(statement, ends);
      exits.push(...flow.exits);
      ends = flow.ends;
    }
    return { ends, exits };
  }

  private statement(node: Statement, entry: ReadonlySet<State>): Flow<State> {
    switch (node.kind) {
      case "If": {
        const tested = this.step(node.test, entry);
        if (this.follow.runsAlways?.(node)) return this.block(node.body, tested);
        return join(this.block(node.body, tested), this.block(node.orelse, tested));
      }
      case "For":
      case "While":
        return this.loop(node, entry);
      case "With":
        return this.with(node, entry);
      case "Try":
        return this.try(node, entry);
      case "Match":
        return this.match(node, entry);
      case "Return":
        return leave("return", node, this.step(node, entry));
      case "Raise":
        return leave("raise", node, this.step(node, entry));
      case "Break":
        return leave("break", node, entry);
      case "Continue":
        return leave("continue", node, entry);
      case "FunctionDef":
      case "ClassDef":
        return { ends: entry, exits: [] };
      default: {
        const after = this.step(node, entry);
        return { ends: this.follow.ends?.(node) ? new Set() : after, exits: [] };
      }
    }
  }

  private step(node: Node, states: ReadonlySet<State>): ReadonlySet<State> {
    return new Set([...states].map((state) => this.follow.step(state, node)));
  }

  private loop(node: For | While, entry: ReadonlySet<State>): Flow<State> {
    const first = node.kind === "For" ? this.step(node.iter, entry) : entry;
    let heads = first;
    for (;;) {
      const tested = node.kind === "While" ? this.step(node.test, heads) : this.step(node.target, heads);
      const body = this.block(node.body, tested);
      const again = new Set(heads);
      for (const state of body.ends) again.add(state);
      for (const state of statesOf(body.exits, "continue")) again.add(state);
      if (again.size === heads.size) return this.afterLoop(node, body, heads, tested);
      heads = again;
    }
  }

  private afterLoop(
    node: For | While,
    body: Flow<State>,
    heads: ReadonlySet<State>,
    tested: ReadonlySet<State>,
  ): Flow<State> {
    const endless = node.kind === "While" && isTrue(node.test);
    const over = endless ? new Set<State>() : node.kind === "While" ? tested : heads;
    const orelse = this.block(node.orelse, over);
    const outward = body.exits.filter(({ how }) => how !== "break" && how !== "continue");
    return join({ ends: statesOf(body.exits, "break"), exits: outward }, orelse);
  }

  private with(node: With, entry: ReadonlySet<State>): Flow<State> {
    let inside = entry;
    for (const item of node.items) inside = this.step(item, inside);
    const { ends, exits } = this.block(node.body, inside);
    const after = (states: ReadonlySet<State>) =>
      new Set([...states].map((state) => this.follow.leave?.(state, node) ?? state));
    return { ends: after(ends), exits: exits.map((exit) => ({ ...exit, states: after(exit.states) })) };
  }

  private try(node: Try, entry: ReadonlySet<State>): Flow<State> {
    const body = this.block(node.body, entry);
    const raised = statesOf(body.exits, "raise");
    const caught = new Set([...entry, ...raised].map((state) => this.follow.caught?.(state, node) ?? state));
    const quiet =
      node.handlers.length > 0
        ? { ends: body.ends, exits: body.exits.filter(({ how }) => how !== "raise") }
        : body;
    const ended = join({ ends: new Set<State>(), exits: quiet.exits }, this.block(node.orelse, quiet.ends));
    const whole = node.handlers.map((handler) => this.block(handler.body, caught)).reduce(join, ended);
    return node.finalbody.length > 0 ? this.finally(node.finalbody, whole) : whole;
  }

  private finally(block: readonly Statement[], flow: Flow<State>): Flow<State> {
    const ended = this.block(block, flow.ends);
    const left = flow.exits.flatMap((exit) => {
      const after = this.block(block, exit.states);
      return after.ends.size > 0 ? [...after.exits, { ...exit, states: after.ends }] : after.exits;
    });
    return { ends: ended.ends, exits: [...ended.exits, ...left] };
  }

  private match(node: Match, entry: ReadonlySet<State>): Flow<State> {
    const subject = this.step(node.subject, entry);
    const skipped: Flow<State> = { ends: subject, exits: [] };
    return node.cases.map(({ body }) => this.block(body, subject)).reduce(join, skipped);
  }
}

function join<State extends string>(one: Flow<State>, other: Flow<State>): Flow<State> {
  return { ends: new Set([...one.ends, ...other.ends]), exits: [...one.exits, ...other.exits] };
}

function leave<State extends string>(
  how: Exit<State>["how"],
  node: Statement,
  states: ReadonlySet<State>,
): Flow<State> {
  return { ends: new Set(), exits: [{ how, node, states }] };
}

function statesOf<State extends string>(
  exits: readonly Exit<State>[],
  how: Exit<State>["how"],
): ReadonlySet<State> {
  return new Set(exits.filter((exit) => exit.how === how).flatMap((exit) => [...exit.states]));
}

/** Whether a test is always true as written: `True`, `1`. */
function isTrue(test: Expression): boolean {
  return test.kind === "Constant" && test.type !== "None" && Boolean(test.value);
}
