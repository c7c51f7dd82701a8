import type { FailureReason } from "../../../core/benchmark/outcome.ts";
import type { ConnectStep } from "../../../core/connection/catalog.ts";
import type { ConnectionProfile } from "../../../core/connection/profile.ts";
import type { Secret } from "../../../core/connection/secret.ts";
import type { Text } from "../../../core/text/text.ts";
import type { CatalogProblem, CatalogReply } from "../../../node/catalog-reply.ts";
import type { TestProblem, ToConnectionForm } from "../../../protocol/connection-form.ts";
import { catalogProblemText } from "../catalog-problem-text.ts";
import { certificateOf } from "./certificate-of.ts";

/** Opens a session step by step, and closes it. Without a secret the user is asked for what it takes. Never rejects. */
export type TestConnection = (
  profile: ConnectionProfile,
  secret: Secret | undefined,
  onStep: (step: ConnectStep) => void,
  signal: AbortSignal,
) => Promise<CatalogReply<readonly ConnectStep[]>>;

export interface ConnectionTestDeps {
  readonly test: TestConnection;
  readonly post: (message: ToConnectionForm) => void;
  readonly t: (text: Text) => string;
}

/** *Test Connection* of one form: one test at a time, and what came of the last. */
export class ConnectionTest {
  readonly #deps: ConnectionTestDeps;
  #running: AbortController | undefined;
  /** In the order in which the page heard it. */
  #told: ToConnectionForm[] = [];

  constructor(deps: ConnectionTestDeps) {
    this.#deps = deps;
  }

  async run(profile: ConnectionProfile, secret: Secret | undefined): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.#told = [];
    this.#tell({ type: "test-started" });
    const onStep = (step: ConnectStep) => {
      if (this.#running === running) this.#tell({ type: "step-done", step });
    };
    const reply = await this.#deps.test(profile, secret, onStep, running.signal);
    if (this.#running !== running) return;
    this.#running = undefined;
    this.#tell(this.#ending(reply));
  }

  cancel(): void {
    if (!this.#running) return;
    this.#running.abort();
    this.#running = undefined;
    this.#tell({ type: "test-cancelled" });
  }

  /** The form is about another place now, and the page shows nothing of it any more. */
  forget(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#told = [];
  }

  /** To a page that knows nothing yet. */
  showAgain(): void {
    for (const message of this.#told) this.#deps.post(message);
  }

  #tell(message: ToConnectionForm): void {
    this.#told.push(message);
    this.#deps.post(message);
  }

  #ending(reply: CatalogReply<unknown>): ToConnectionForm {
    if (reply.ok) return { type: "test-ended", problem: undefined };
    if (reply.problem.problem === "cancelled") return { type: "test-cancelled" };
    return { type: "test-ended", problem: this.#problem(reply.problem) };
  }

  #problem(problem: CatalogProblem): TestProblem {
    const { what, remedy, detail } = catalogProblemText(problem);
    const certificate = problem.problem === "failed" ? certificateOf(problem.failure) : undefined;
    const step = problem.problem === "failed" ? failedSteps[problem.failure.reason] : undefined;
    return { step, what: this.#deps.t(what), remedy: this.#deps.t(remedy), detail, certificate };
  }
}

/** Where a failure says by itself at which step it happened. */
const failedSteps: { readonly [reason in FailureReason]?: ConnectStep["step"] } = {
  certificate: "tls",
  "login-failed": "log-in",
  "too-many-connections": "log-in",
};
