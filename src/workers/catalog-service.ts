import { assertNever } from "../core/assert-never.ts";
import type { Failure } from "../core/benchmark/outcome.ts";
import type { Engine } from "../core/connection/engine.ts";
import type { CatalogOrder, CatalogQuestion, FromCatalog, ToCatalog } from "../protocol/catalog.ts";
import type { CatalogSession, Driver } from "./drivers/driver.ts";
import { removeSideFiles } from "./side-files.ts";

export interface CatalogServiceDeps {
  readonly driverOf: (engine: Engine) => Promise<Driver>;
  readonly post: (message: FromCatalog) => void;
  /** Nothing more will be said. */
  readonly end: () => void;
}

/** Holds one session and answers what the host asks, which waits for each answer. */
export class CatalogService {
  readonly #deps: CatalogServiceDeps;
  #order: CatalogOrder | undefined;
  #session: CatalogSession | undefined;
  #isOver = false;

  constructor(deps: CatalogServiceDeps) {
    this.#deps = deps;
  }

  async receive(message: ToCatalog): Promise<void> {
    switch (message.type) {
      case "open-session":
        this.#order = message.order;
        return this.#open(message.order);
      case "test-connection":
        this.#order = message.order;
        return this.#test(message.order);
      case "ask":
        return this.#answer(message.id, message.question);
      case "cancel":
        // While it opens there is no session to cancel; the host then ends the process.
        this.#session?.cancel();
        return;
      case "close-session":
        return this.#end();
      default:
        assertNever(message);
    }
  }

  async #open(order: CatalogOrder): Promise<void> {
    const { profile, secret, timeoutMs } = order;
    const driver = await this.#deps.driverOf(profile.engine);
    const opened = await driver.browse({
      ...{ profile, secret, timeoutMs },
      onLost: (failure) => this.#lose(failure),
    });
    if (!opened.ok) return this.#refuse(opened.failure);
    if (this.#isOver) return opened.value.close();
    this.#session = opened.value;
    this.#deps.post({ type: "session-opened", attempt: { ok: true, value: opened.value.version } });
  }

  async #refuse(failure: Failure): Promise<void> {
    this.#deps.post({ type: "session-opened", attempt: { ok: false, failure } });
    await this.#end();
  }

  #lose(failure: Failure): void {
    if (this.#isOver) return;
    this.#deps.post({ type: "session-lost", failure });
    void this.#end();
  }

  async #test({ profile, secret }: CatalogOrder): Promise<void> {
    const driver = await this.#deps.driverOf(profile.engine);
    const attempt = await driver.test({ profile, secret }, (step) =>
      this.#deps.post({ type: "step-done", step }),
    );
    this.#deps.post({ type: "connection-tested", attempt });
    await this.#end();
  }

  async #answer(id: number, question: CatalogQuestion): Promise<void> {
    const session = this.#session;
    if (!session) throw new Error("A question was asked before the session was open.");
    const attempt = await ask(session, question);
    if (!this.#isOver) this.#deps.post({ type: "answered", id, attempt });
  }

  async #end(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    await this.#session?.close();
    const { sideFiles } = this.#order ?? {};
    if (sideFiles && this.#session) removeSideFiles(sideFiles);
    this.#deps.end();
  }
}

function ask(session: CatalogSession, question: CatalogQuestion) {
  switch (question.ask) {
    case "namespaces":
      return session.namespaces();
    case "relations":
      return session.relations(question.namespace, question.kind, question.page);
    case "details":
      return session.details(question.relation);
    case "preview":
      return session.preview(question.relation, { rows: question.rows, cutAt: question.cutAt });
    default:
      return assertNever(question);
  }
}
