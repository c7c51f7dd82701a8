import type { ConnectStep } from "../../core/connection/catalog.ts";
import type { SqlText } from "../../core/sql/dialect.ts";
import { onOneLine } from "../../core/sql/on-one-line.ts";
import { formatDuration } from "../../core/text/format-number.ts";
import { type Text, text } from "../../core/text/text.ts";
import type { CatalogProblem } from "../../node/catalog-reply.ts";
import type { Choice, Dialogs } from "../dialogs.ts";
import type { Offers } from "../offers.ts";
import { catalogProblemText } from "./catalog-problem-text.ts";
import type { CatalogSessions } from "./catalog-sessions.ts";
import type { Connection } from "./connection.ts";
import { connectionOf, type ErrorNode, type ExplorerNode } from "./explorer-node.ts";
import type { ExplorerTree } from "./explorer-tree.ts";
import type { Prompts } from "./prompts.ts";
import { quotedName, selectSql } from "./relation-sql.ts";
import type { RelationTarget, Targets } from "./targets.ts";

export interface BrowseActionsDeps {
  readonly sessions: CatalogSessions;
  readonly tree: ExplorerTree;
  readonly targets: Targets;
  readonly dialogs: Dialogs;
  readonly offers: Offers;
  readonly prompts: Prompts;
  readonly nameOf: (node: ExplorerNode) => string;
  readonly edit: (connection: string) => unknown;
  /** Shows a node in the tree; with its children when it has some. */
  readonly reveal: (node: ExplorerNode) => Promise<void>;
  /** Shows that something goes on, with a way to cancel it. */
  readonly withProgress: <T>(title: Text, task: (signal: AbortSignal) => Promise<T>) => Promise<T>;
  readonly preview: (target: RelationTarget) => Promise<void>;
  readonly benchmark: (connection: Connection, sql: string) => Promise<void>;
  /** The SQL that is selected in the editor, or what keeps it from being taken. */
  readonly selectedSql: () =>
    | { readonly ok: true; readonly sql: string }
    | { readonly ok: false; readonly problem: Text };
}

/** What can be done with what the tree shows. */
export class BrowseActions {
  readonly #deps: BrowseActionsDeps;

  constructor(deps: BrowseActionsDeps) {
    this.#deps = deps;
  }

  async connect(argument: unknown): Promise<void> {
    const { sessions, targets, tree, reveal, withProgress } = this.#deps;
    const connection = await targets.connection(argument, text("Connect"));
    if (!connection) return;
    tree.refreshConnection(connection.id);
    const { name } = connection.profile;
    const reply = await withProgress(text("Connecting to {name}", { name }), (signal) => {
      signal.addEventListener("abort", () => sessions.disconnect(connection.id));
      return sessions.connect(connection);
    });
    if (!reply.ok) return this.#say(connection, reply.problem);
    // The view may not be in sight, and its nodes not be drawn.
    const node = tree.findConnection(connection.id);
    if (node) await reveal(node);
  }

  /** Also ends an opening that goes on. */
  async disconnect(argument: unknown): Promise<void> {
    const { sessions, targets } = this.#deps;
    const connection = await targets.connection(argument, text("Disconnect"));
    if (connection) sessions.disconnect(connection.id);
  }

  async test(argument: unknown): Promise<void> {
    const { sessions, targets, withProgress, dialogs } = this.#deps;
    const connection = await targets.connection(argument, text("Test Connection"));
    if (!connection) return;
    const { name } = connection.profile;
    const reply = await withProgress(text("Testing {name}", { name }), (signal) =>
      sessions.test(connection, () => {}, signal),
    );
    if (!reply.ok) return this.#say(connection, reply.problem);
    dialogs.say("info", [
      text("{name} answers.", { name }),
      text("{steps}.", { steps: stepsText(reply.value) }),
    ]);
  }

  /** Of everything, when it is called for nothing in particular. */
  refresh(argument: unknown): void {
    const { tree, targets } = this.#deps;
    const node = targets.node(argument);
    tree.refresh(node && withChildren(node));
  }

  async filter(argument: unknown): Promise<void> {
    const { tree, targets, prompts, reveal } = this.#deps;
    const node = targets.node(argument);
    const level = node && filterLevel(node);
    const entered = await prompts.enterText({
      title: text("Filter"),
      prompt: text("Only names that hold this text are shown. Empty shows all."),
      value: tree.filterOf(level) ?? "",
    });
    if (entered === undefined) return;
    tree.filter(level, entered.trim());
    if (level) await reveal(level);
  }

  clearFilter(argument: unknown): void {
    const { tree, targets } = this.#deps;
    const node = targets.node(argument);
    tree.filter(node && filterLevel(node), "");
  }

  async loadMore(argument: unknown): Promise<void> {
    const { tree, targets, reveal } = this.#deps;
    const node = targets.node(argument);
    if (node?.kind !== "more") return;
    const first = await tree.showMore(node.parent);
    if (first) await reveal(first);
  }

  /** Ends an opening for all who wait for it; a question only for whom asked. */
  cancelLoading(argument: unknown): void {
    const { tree, targets, sessions } = this.#deps;
    const node = targets.node(argument);
    if (node?.kind !== "loading") return;
    tree.cancel(node.parent);
    const id = connectionOf(node);
    if (id !== undefined && sessions.stateOf(id).state === "connecting") sessions.disconnect(id);
  }

  showProblem(argument: unknown): void {
    const node = this.#deps.targets.node(argument);
    if (node?.kind === "error") this.#sayProblem(node.problem, this.#choices(node));
  }

  async copyName(argument: unknown): Promise<void> {
    const { targets, nameOf, prompts } = this.#deps;
    const node = targets.node(argument);
    if (node) return prompts.copy(nameOf(node));
    const target = await targets.relation(argument, text("Copy Name"));
    if (target) await prompts.copy(target.relation.name);
  }

  /** With the columns, which a program should name; on one line it stays short. */
  async copySelect(argument: unknown): Promise<void> {
    const { targets, sessions, prompts } = this.#deps;
    const target = await targets.relation(argument, text("Copy SELECT"));
    if (!target) return;
    const { connection, relation } = target;
    const details = await sessions.ask(connection, { ask: "details", relation });
    if (!details.ok) return this.#say(connection, details.problem);
    const columns = details.value.columns.map(({ name }) => name);
    const sql = this.#written(selectSql(connection.profile.engine, relation, columns));
    if (sql !== undefined) await prompts.copy(sql);
  }

  async preview(argument: unknown): Promise<void> {
    const target = await this.#deps.targets.relation(argument, text("Preview Rows"));
    if (target) await this.#deps.preview(target);
  }

  async benchmarkTable(argument: unknown): Promise<void> {
    const target = await this.#deps.targets.relation(argument, text("Benchmark Reading a Table"));
    if (!target) return;
    const { connection, relation } = target;
    const sql = this.#written(selectSql(connection.profile.engine, relation));
    if (sql !== undefined) await this.#deps.benchmark(connection, onOneLine(sql) ?? sql);
  }

  async benchmarkSqlHere(argument: unknown): Promise<void> {
    const { selectedSql, dialogs, targets, benchmark } = this.#deps;
    const selected = selectedSql();
    if (!selected.ok) return dialogs.say("info", selected.problem);
    const connection = await targets.connection(argument, text("Benchmark Selected SQL"));
    if (connection) await benchmark(connection, selected.sql);
  }

  /** What is inserted where a table or a column is dropped in an editor. */
  textOf(node: ExplorerNode, connection: Connection): string | undefined {
    if (node.kind !== "relation") return node.kind === "connection" ? undefined : this.#deps.nameOf(node);
    const written = quotedName(connection.profile.engine, node.relation);
    return written.status === "written" ? written.sql : undefined;
  }

  #written(written: SqlText): string | undefined {
    if (written.status === "written") return written.sql;
    this.#deps.dialogs.say(
      "error",
      text("The name “{name}” cannot be written in SQL.", { name: written.name }),
    );
    return undefined;
  }

  #say({ id }: Connection, problem: CatalogProblem): void {
    const { edit, offers } = this.#deps;
    if (problem.problem === "cancelled") return;
    this.#sayProblem(problem, [{ label: text("Edit"), run: () => edit(id) }, offers.showLog]);
  }

  #sayProblem(problem: CatalogProblem, choices: readonly Choice[]): void {
    const { what, remedy, detail } = catalogProblemText(problem);
    const words = detail === "" ? [] : [text("({detail})", { detail })];
    this.#deps.dialogs.say("error", [what, ...words, remedy], choices);
  }

  #choices(node: ErrorNode): readonly Choice[] {
    const { tree, edit, offers } = this.#deps;
    return [
      { label: text("Retry"), run: () => tree.refresh(node.parent) },
      { label: text("Edit"), run: () => edit(node.connection) },
      offers.showLog,
    ];
  }
}

function stepsText(steps: readonly ConnectStep[]): string {
  return steps.map(({ step, ms, detail }) => `${detail ?? step} (${formatDuration(ms)})`).join(", ");
}

/** A node without children of its own stands for those that it is among. */
function withChildren(node: ExplorerNode): ExplorerNode {
  const isLeaf = ["column", "index", "foreign-key", "loading", "more", "error", "empty"].includes(node.kind);
  return isLeaf && node.parent ? withChildren(node.parent) : node;
}

/** Where a filter on the node is kept: undefined for the connections themselves. */
function filterLevel(node: ExplorerNode): ExplorerNode | undefined {
  const { kind } = node;
  if (kind === "group" || kind === "refused" || connectionOf(node) === undefined) return undefined;
  if (kind === "namespace" || kind === "parts") return node.parent && filterLevel(node.parent);
  return withChildren(node);
}
