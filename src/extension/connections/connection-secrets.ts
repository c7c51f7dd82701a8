import type { Secret } from "../../core/connection/secret.ts";
import type { Connection } from "./connection.ts";

/** VS Code's secret storage, as far as it is used. */
export interface SecretStorage {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

export interface ConnectionSecretsDeps {
  readonly storage: SecretStorage;
  /** Asks the user; `isWrong`: the one before was refused. Undefined: the user gave up. */
  readonly askPassword: (connection: Connection, isWrong: boolean) => Promise<string | undefined>;
  /** Signs in to Microsoft Entra; undefined when the user gave up. A token for each session: they expire. */
  readonly getToken: () => Promise<string | undefined>;
}

/** `abandoned`: the user was asked and gave up. */
export type SecretAnswer =
  | { readonly status: "known"; readonly secret: Secret | undefined }
  | { readonly status: "abandoned" };

/**
 * What proves who the user is. A login that failed deletes nothing: the user is asked once more, and what is entered
 * then takes the place of the old one only after it was accepted.
 */
export class ConnectionSecrets {
  readonly #deps: ConnectionSecretsDeps;
  /** Until the window ends. */
  readonly #ofWindow = new Map<string, string>();

  constructor(deps: ConnectionSecretsDeps) {
    this.#deps = deps;
  }

  /** Asks where the secret is not kept. */
  async get(connection: Connection): Promise<SecretAnswer> {
    const kind = secretKind(connection);
    if (kind === "none") return { status: "known", secret: undefined };
    if (kind === "token") return this.#token();
    const kept = await this.#kept(connection);
    return kept === undefined ? this.#ask(connection, false) : password(kept);
  }

  /** Without asking; undefined: none is kept. */
  async known(connection: Connection): Promise<Secret | undefined> {
    if (secretKind(connection) !== "password") return undefined;
    const kept = await this.#kept(connection);
    return kept === undefined ? undefined : { kind: "password", password: kept };
  }

  /** After a login that failed. */
  askAgain(connection: Connection): Promise<SecretAnswer> {
    return secretKind(connection) === "token" ? this.#token() : this.#ask(connection, true);
  }

  /** A login with it worked, or the user gave it with the connection. */
  async keep(connection: Connection, secret: Secret | undefined): Promise<void> {
    if (secret?.kind !== "password") return;
    const { id, keeping } = connection;
    if (keeping === "stored") await this.#store(id, secret.password);
    else await this.#deps.storage.delete(storageKey(id));
    if (keeping === "window") this.#ofWindow.set(id, secret.password);
    else this.#ofWindow.delete(id);
  }

  /** Of a connection that is removed. */
  async forget(id: string): Promise<void> {
    this.#ofWindow.delete(id);
    await this.#deps.storage.delete(storageKey(id));
  }

  /** What is known is kept elsewhere from now on. */
  async move(connection: Connection, keeping: Connection["keeping"]): Promise<void> {
    const kept = await this.#kept(connection);
    await this.forget(connection.id);
    if (kept !== undefined) await this.keep({ ...connection, keeping }, { kind: "password", password: kept });
  }

  /** To a duplicate. */
  async copy(from: Connection, to: Connection): Promise<void> {
    const kept = await this.#kept(from);
    if (kept !== undefined) await this.keep(to, { kind: "password", password: kept });
  }

  /** Writing again what is there already would wake every window. */
  async #store(id: string, secret: string): Promise<void> {
    const key = storageKey(id);
    if ((await this.#deps.storage.get(key)) !== secret) await this.#deps.storage.store(key, secret);
  }

  async #kept({ id, keeping }: Connection): Promise<string | undefined> {
    switch (keeping) {
      case "stored":
        return this.#deps.storage.get(storageKey(id));
      case "window":
        return this.#ofWindow.get(id);
      case "ask":
        return undefined;
    }
  }

  async #ask(connection: Connection, isWrong: boolean): Promise<SecretAnswer> {
    const entered = await this.#deps.askPassword(connection, isWrong);
    return entered === undefined ? { status: "abandoned" } : password(entered);
  }

  async #token(): Promise<SecretAnswer> {
    const token = await this.#deps.getToken();
    return token === undefined
      ? { status: "abandoned" }
      : { status: "known", secret: { kind: "token", token } };
  }
}

function secretKind({ profile }: Connection): "none" | "password" | "token" {
  if (profile.engine === "sqlite") return "none";
  if (profile.authentication === "entra") return "token";
  // Somebody without a name has no password either: the server decides by the socket or the certificate.
  return profile.user === undefined ? "none" : "password";
}

function password(value: string): SecretAnswer {
  return { status: "known", secret: { kind: "password", password: value } };
}

function storageKey(id: string): string {
  return `connection-secret:${id}`;
}
