import path from "node:path";
import * as vscode from "vscode";
import type { LintCommandTable } from "../commands.ts";
import { type Disposable, DisposableStore } from "../disposable-store.ts";
import { PYTHON } from "./lint-document.ts";
import type { LintFeature, LintFeatureDeps } from "./lint-feature.ts";
import { LintResults } from "./lint-results.ts";
import { type RuleBook, ruleBook } from "./rule-book.ts";

/** The linter, of which nothing but this is loaded before there is Python or one of its commands is called. */
export class LazyLint implements Disposable {
  readonly results: LintResults;
  readonly rules: RuleBook;
  readonly commands: LintCommandTable;
  readonly #deps: LintFeatureDeps;
  readonly #owned = new DisposableStore();
  #feature: LintFeature | undefined;

  constructor(deps: Omit<LintFeatureDeps, "results" | "rules">) {
    const { context, log, onError } = deps;
    this.results = new LintResults(onError);
    this.rules = ruleBook(context.asAbsolutePath(path.join("dist", "rules.json")), log);
    this.#deps = { ...deps, results: this.results, rules: this.rules };
    this.commands = {
      "lanewise.checkWorkspace": () => this.#load().commands["lanewise.checkWorkspace"](),
      "lanewise.checkFile": () => this.#load().commands["lanewise.checkFile"](),
      "lanewise.clearWorkspaceResults": () => this.#feature?.commands["lanewise.clearWorkspaceResults"](),
      "lanewise.restartLinter": () => this.#load().commands["lanewise.restartLinter"](),
      "lanewise.explainRule": (argument) => this.#load().commands["lanewise.explainRule"](argument),
      "lanewise.changeRuleSeverity": (argument) =>
        this.#load().commands["lanewise.changeRuleSeverity"](argument),
    };
    this.#owned.add(
      vscode.workspace.onDidOpenTextDocument(({ languageId }) => {
        if (languageId === PYTHON) this.#load();
      }),
    );
    // Often Python is what activates the extension, and the activation should be over first.
    const look = setImmediate(() => {
      if (vscode.workspace.textDocuments.some(({ languageId }) => languageId === PYTHON)) this.#load();
    });
    this.#owned.add({ dispose: () => clearImmediate(look) });
  }

  /** Nothing, when no check goes on. */
  cancelCheck(): void {
    this.#feature?.cancelCheck();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #load(): LintFeature {
    this.#feature ??= this.#start();
    return this.#feature;
  }

  #start(): LintFeature {
    const bundle = this.#deps.context.asAbsolutePath(path.join("dist", "lint-feature.js"));
    const loaded = require(bundle) as typeof import("./lint-feature.ts");
    return this.#owned.add(new loaded.LintFeature(this.#deps));
  }
}
