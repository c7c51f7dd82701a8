import path from "node:path";
import type { ConnectionProfile, SqliteProfile } from "../../core/connection/profile.ts";
import { type ConnectionCommandTable, connectionCommandIds } from "../commands.ts";
import { type Disposable, DisposableStore } from "../disposable-store.ts";
import type { SecretAnswer } from "./connection-secrets.ts";
import type { ConnectionsFeature, ConnectionsFeatureDeps } from "./connections-feature.ts";
import { ExplorerView } from "./explorer-view.ts";
import { FOCUSED } from "./target-words.ts";

/** The explorer, of which nothing but this is loaded before its view is shown or one of its commands is called. */
export class LazyConnections implements Disposable {
  readonly commands: ConnectionCommandTable;
  readonly #deps: Omit<ConnectionsFeatureDeps, "view">;
  readonly #owned = new DisposableStore();
  readonly #view: ExplorerView;
  #feature: ConnectionsFeature | undefined;

  constructor(deps: Omit<ConnectionsFeatureDeps, "view">) {
    this.#deps = deps;
    this.#view = this.#owned.add(new ExplorerView(() => this.#load()));
    this.commands = Object.fromEntries(
      connectionCommandIds.map((id) => [id, (argument: unknown) => this.#run(id, argument)]),
    ) as unknown as ConnectionCommandTable;
  }

  /** Makes a file a connection and the active one. */
  async adopt(profile: SqliteProfile): Promise<void> {
    await this.#load().adopt(profile);
  }

  /** Of a connection by its name; undefined: there is none. */
  profileOf(name: string): ConnectionProfile | undefined {
    return this.#load().find(name)?.profile;
  }

  secretFor(profile: ConnectionProfile): Promise<SecretAnswer> {
    return this.#load().secretFor(profile);
  }

  activeChanged(): void {
    this.#feature?.activeChanged();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #run(id: (typeof connectionCommandIds)[number], argument: unknown): Promise<void> {
    if (argument !== FOCUSED) return void (await this.#load().commands[id](argument));
    const node = await this.#view.focused();
    if (node) await this.#load().commands[id](node);
  }

  #load(): ConnectionsFeature {
    this.#feature ??= this.#start();
    return this.#feature;
  }

  #start(): ConnectionsFeature {
    const bundle = this.#deps.context.asAbsolutePath(path.join("dist", "connections-feature.js"));
    const loaded = require(bundle) as typeof import("./connections-feature.ts");
    return this.#owned.add(new loaded.ConnectionsFeature({ ...this.#deps, view: this.#view }));
  }
}
