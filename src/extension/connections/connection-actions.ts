import { formatConnectionString } from "../../core/connection/connection-string/format-connection-string.ts";
import { notations } from "../../core/connection/connection-string/notation.ts";
import { type Text, text } from "../../core/text/text.ts";
import type { Dialogs } from "../dialogs.ts";
import type { ActiveConnection } from "./active-connection.ts";
import type { CatalogSessions } from "./catalog-sessions.ts";
import { type Connection, reachesElsewhere } from "./connection.ts";
import type { ConnectionForm } from "./connection-form.ts";
import type { ConnectionSecrets } from "./connection-secrets.ts";
import type { ConnectionStore } from "./connection-store.ts";
import type { ExplorerNode, GroupNode } from "./explorer-node.ts";
import type { ExplorerTree } from "./explorer-tree.ts";
import type { Prompts } from "./prompts.ts";
import type { Targets } from "./targets.ts";

export interface ConnectionActionsDeps {
  readonly store: ConnectionStore;
  readonly secrets: ConnectionSecrets;
  readonly sessions: CatalogSessions;
  readonly tree: ExplorerTree;
  readonly targets: Targets;
  readonly active: ActiveConnection;
  readonly form: ConnectionForm;
  readonly dialogs: Dialogs;
  readonly prompts: Prompts;
  readonly t: (text: Text) => string;
  readonly reveal: (connection: Connection) => Promise<void>;
  /** Where `lanewise.connections` is written. */
  readonly openSharedSettings: () => unknown;
}

/** What can be done with a connection itself. */
export class ConnectionActions {
  readonly #deps: ConnectionActionsDeps;

  constructor(deps: ConnectionActionsDeps) {
    this.#deps = deps;
  }

  async add(): Promise<void> {
    const { form, store, secrets, active, reveal } = this.#deps;
    const draft = await form(undefined);
    if (!draft) return;
    const connection = await store.add(draft.profile, draft.keeping);
    await secrets.keep(connection, draft.secret);
    if (active.id === undefined) await active.use(connection);
    await reveal(connection);
  }

  async edit(argument: unknown): Promise<void> {
    const { form, store, secrets, sessions, tree, active } = this.#deps;
    const connection = await this.#own(argument, text("Edit Connection"));
    if (!connection) return;
    const { id, profile, keeping } = connection;
    const draft = await form({ profile, keeping, secret: await secrets.known(connection) });
    if (!draft) return;
    if (draft.keeping !== keeping) await secrets.move(connection, draft.keeping);
    await store.update(id, { profile: draft.profile, keeping: draft.keeping });
    const changed: Connection = { ...connection, profile: draft.profile, keeping: draft.keeping };
    await secrets.keep(changed, draft.secret);
    if (draft.secret || reachesElsewhere(profile, draft.profile)) {
      sessions.disconnect(id);
      tree.refreshConnection(id);
    }
    if (active.id === id) await active.use(changed);
  }

  async duplicate(argument: unknown): Promise<void> {
    const { store, secrets, targets, reveal } = this.#deps;
    const connection = await targets.connection(argument, text("Duplicate Connection"));
    if (!connection) return;
    const { profile, keeping } = connection;
    const copy = await store.add({ ...profile, name: store.freeName(profile.name) }, keeping);
    await secrets.copy(connection, copy);
    await reveal(copy);
  }

  async rename(argument: unknown): Promise<void> {
    const node = this.#deps.targets.node(argument);
    if (node?.kind === "group") return this.#renameGroup(node);
    const connection = await this.#own(argument, text("Rename Connection"));
    if (!connection) return;
    const { id, profile } = connection;
    const name = await this.#askName(text("Rename Connection"), profile.name, (entered) =>
      this.#deps.store.freeName(entered, id) === entered
        ? undefined
        : text("Another connection has this name."),
    );
    if (name === undefined || name === profile.name) return;
    const renamed = { ...profile, name };
    await this.#deps.store.update(id, { profile: renamed });
    if (this.#deps.active.id === id) await this.#deps.active.use({ ...connection, profile: renamed });
  }

  /** The file or the server stays as it is. */
  async remove(argument: unknown): Promise<void> {
    const { store, secrets, sessions, prompts, active } = this.#deps;
    const node = this.#deps.targets.node(argument);
    if (node?.kind === "group") return this.#removeGroup(node);
    const connection = await this.#own(argument, text("Remove Connection"));
    if (!connection) return;
    const { id, profile } = connection;
    const sure = await prompts.confirm({
      message: text("Remove the connection “{name}”?", { name: profile.name }),
      detail: text("Its password is forgotten. The database itself is not touched."),
      yes: text("Remove"),
    });
    if (!sure) return;
    sessions.disconnect(id);
    await store.remove([id]);
    await secrets.forget(id);
    if (active.id === id) await active.forget();
  }

  async moveToGroup(argument: unknown): Promise<void> {
    const { store, dialogs, prompts, t } = this.#deps;
    const connection = await this.#own(argument, text("Move to Group"));
    if (!connection) return;
    const NEW = "new";
    const chosen = await dialogs.pickFromList<readonly string[] | typeof NEW>({
      title: text("Move to Group"),
      placeholder: text("A group for “{name}”", { name: connection.profile.name }),
      items: [
        { label: `$(new-folder) ${t(text("New group…"))}`, value: NEW },
        { label: `$(home) ${t(text("No group"))}`, value: [] },
        ...store.groups.map((group) => ({ label: `$(folder) ${group.join(" / ")}`, value: group })),
      ],
    });
    if (chosen === undefined) return;
    const entered =
      chosen === NEW
        ? await prompts.enterText({
            title: text("New Group"),
            prompt: text("Its name. A “/” makes a group inside a group."),
            problem: (written) => (groupOf(written).length > 0 ? undefined : text("Write a name.")),
          })
        : undefined;
    if (chosen === NEW && entered === undefined) return;
    await this.move([connection.id], chosen === NEW ? groupOf(entered ?? "") : chosen);
  }

  /** Those of the settings stay where they are. */
  async move(ids: readonly string[], group: readonly string[]): Promise<void> {
    const { store } = this.#deps;
    for (const id of ids) {
      const connection = store.get(id);
      if (connection?.origin !== "user") continue;
      const { group: _left, ...rest } = connection.profile;
      await store.update(id, { profile: group.length === 0 ? rest : { ...rest, group } });
    }
  }

  async setActive(argument: unknown): Promise<void> {
    const { targets, active } = this.#deps;
    const connection = await targets.connection(argument, text("Set Active Connection"));
    if (connection) await active.use(connection);
  }

  async copyConnectionString(argument: unknown): Promise<void> {
    const { targets, dialogs, prompts } = this.#deps;
    const title = text("Copy Connection String");
    const connection = await targets.connection(argument, title);
    if (!connection) return;
    const { profile } = connection;
    const strings = notations[profile.engine].flatMap((notation) => {
      const string = formatConnectionString(profile, notation);
      return string === undefined ? [] : [{ label: string, description: notation, value: string }];
    });
    const chosen = await dialogs.pickFromList({
      title,
      placeholder: text("Without the password, in the notation of your program"),
      items: strings,
    });
    if (chosen !== undefined) await prompts.copy(chosen);
  }

  /** One that may be changed here; of others the user hears where. */
  async #own(argument: unknown, title: Text): Promise<Connection | undefined> {
    const { targets, dialogs, openSharedSettings } = this.#deps;
    const connection = await targets.connection(argument, title);
    if (connection?.origin !== "settings") return connection;
    dialogs.say(
      "info",
      text("“{name}” is shared by the workspace’s settings, and is changed there.", {
        name: connection.profile.name,
      }),
      [{ label: text("Open Settings"), run: openSharedSettings }],
    );
    return undefined;
  }

  async #renameGroup({ path }: GroupNode): Promise<void> {
    const before = path.at(-1) ?? "";
    const name = await this.#askName(text("Rename Group"), before);
    if (name === undefined || name === before) return;
    await this.#regroup(path, [...path.slice(0, -1), name]);
  }

  /** Its connections go up by one. */
  async #removeGroup({ path }: GroupNode): Promise<void> {
    const sure = await this.#deps.prompts.confirm({
      message: text("Remove the group “{name}”?", { name: path.join(" / ") }),
      detail: text("Its connections stay and move out of it."),
      yes: text("Remove"),
    });
    if (sure) await this.#regroup(path, path.slice(0, -1));
  }

  async #regroup(from: readonly string[], to: readonly string[]): Promise<void> {
    for (const { id, profile } of this.#deps.store.all) {
      const { group = [] } = profile;
      if (from.every((name, depth) => group[depth] === name))
        await this.move([id], [...to, ...group.slice(from.length)]);
    }
  }

  async #askName(
    title: Text,
    value: string,
    problem: (entered: string) => Text | undefined = () => undefined,
  ): Promise<string | undefined> {
    const entered = await this.#deps.prompts.enterText({
      title,
      prompt: text("A new name"),
      value,
      problem: (written) => (written.trim() === "" ? text("Write a name.") : problem(written.trim())),
    });
    return entered?.trim();
  }
}

/** `work / staging` → two groups. */
function groupOf(written: string): string[] {
  return written
    .split("/")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** Where a connection that is dropped on a node belongs. */
export function groupAt(node: ExplorerNode | undefined): readonly string[] {
  if (node === undefined) return [];
  return node.kind === "group" ? node.path : groupAt(node.parent);
}
