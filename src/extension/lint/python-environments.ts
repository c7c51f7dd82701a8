import path from "node:path";
import * as vscode from "vscode";
import type { Disposable } from "../disposable-store.ts";
import { asError, type Log } from "../log.ts";

/** As far as it is used here: https://github.com/microsoft/vscode-python/wiki/Python-Environment-APIs */
interface PythonExtension {
  readonly environments: {
    getActiveEnvironmentPath(resource: vscode.Uri): { readonly path: string };
    resolveEnvironment(environment: { readonly path: string }): Promise<
      | {
          readonly executable: { readonly sysPrefix: string };
          readonly version?: { readonly major: number; readonly minor: number };
        }
      | undefined
    >;
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

/** The interpreters that the Python extension knows, where there is one. */
export class PythonEnvironments implements Disposable {
  readonly #log: Log;
  readonly #onChange: () => void;
  readonly #known = new Map<string, string | undefined>();
  #api: Promise<PythonExtension | undefined> | undefined;
  #heard: Disposable | undefined;
  #ended = false;

  /** onChange: more is known than before */
  constructor(log: Log, onChange: () => void) {
    this.#log = log;
    this.#onChange = onChange;
  }

  /**
   * Where the chosen interpreter keeps its libraries, as far as is known by now: nothing waits for another extension.
   * Nothing of an interpreter that a workspace chose which is not trusted.
   */
  sitePackages({ uri }: vscode.WorkspaceFolder): string | undefined {
    if (!vscode.workspace.isTrusted || uri.scheme !== "file") return undefined;
    if (!this.#known.has(uri.fsPath)) {
      this.#known.set(uri.fsPath, undefined);
      this.#learn(uri).catch((error: unknown) =>
        // Another extension's failure: the linter works without what it would say.
        this.#log.warn(`The Python extension does not say what is installed: ${asError(error).message}`),
      );
    }
    return this.#known.get(uri.fsPath);
  }

  dispose(): void {
    this.#ended = true;
    this.#heard?.dispose();
  }

  async #learn(folder: vscode.Uri): Promise<void> {
    this.#api ??= this.#connect();
    const environments = (await this.#api)?.environments;
    const found = await environments?.resolveEnvironment(environments.getActiveEnvironmentPath(folder));
    if (!found || this.#ended) return;
    this.#known.set(folder.fsPath, sitePackagesOf(found.executable.sysPrefix, found.version));
    this.#onChange();
  }

  async #connect(): Promise<PythonExtension | undefined> {
    const extension = vscode.extensions.getExtension<Partial<PythonExtension>>("ms-python.python");
    const environments = (await extension?.activate())?.environments;
    if (!environments) return undefined;
    this.#heard = environments.onDidChangeActiveEnvironmentPath(() => {
      this.#known.clear();
      this.#onChange();
    });
    return { environments };
  }
}

function sitePackagesOf(
  prefix: string,
  version: { readonly major: number; readonly minor: number } | undefined,
): string | undefined {
  if (process.platform === "win32") return path.join(prefix, "Lib", "site-packages");
  return version && path.join(prefix, "lib", `python${version.major}.${version.minor}`, "site-packages");
}
