import { assertNever } from "../core/assert-never.ts";
import type { RunOutcome } from "../core/benchmark/outcome.ts";
import { MAX_OPERATIONS, type Plan } from "../core/benchmark/plan.ts";
import type { Report } from "../core/benchmark/report.ts";
import { strategyName } from "../core/benchmark/strategy.ts";
import { type ConnectionProfile, profileLocation } from "../core/connection/profile.ts";
import type { Secret } from "../core/connection/secret.ts";
import { formatCount } from "../core/text/format-number.ts";
import { type Text, text } from "../core/text/text.ts";
import { verdictText } from "../core/text/verdict-text.ts";
import type { ReportStore } from "../node/report-store.ts";
import type { Job } from "../protocol/runner.ts";
import type { SecretAnswer } from "./connections/connection-secrets.ts";
import type { Dialogs } from "./dialogs.ts";
import { failureMessage } from "./failure-message.ts";
import type { Log } from "./log.ts";
import type { Offers } from "./offers.ts";
import type { PanelPage } from "./panel/panel-page.ts";
import type { Results } from "./panel/results.ts";
import type { RunService } from "./run-service.ts";
import type { WorkspaceMemory } from "./workspace-memory.ts";

export interface BenchmarkFlowDeps {
  readonly runs: RunService;
  readonly results: Results;
  readonly memory: WorkspaceMemory;
  readonly store: Pick<ReportStore, "save">;
  readonly dialogs: Dialogs;
  readonly offers: Offers;
  readonly t: (text: Text) => string;
  readonly log: Log;
  readonly isTrusted: () => boolean;
  readonly page: PanelPage;
  /** Of a server; asks the user where it is not kept. */
  readonly secretFor: (profile: ConnectionProfile) => Promise<SecretAnswer>;
  readonly pinned: () => PinnedConnection | undefined;
  /** Asks before a production database gets any load. */
  readonly confirmLoad: (profile: ConnectionProfile) => Promise<boolean>;
}

/** The connection that the file in front is pinned to. `profile` undefined: there is none of that name. */
export interface PinnedConnection {
  readonly name: string;
  readonly profile: ConnectionProfile | undefined;
}

/** From a job to a stored report on screen, or to a message that says what to do. */
export class BenchmarkFlow {
  readonly #deps: BenchmarkFlowDeps;

  constructor(deps: BenchmarkFlowDeps) {
    this.#deps = deps;
  }

  /** False where no run may begin now; the user has been told why. */
  mayStart(): boolean {
    const { isTrusted, dialogs, offers, runs } = this.#deps;
    if (!isTrusted()) {
      dialogs.say(
        "warning",
        text(
          "Benchmarks run statements and put load on a database, so they need a trusted workspace. This one is not trusted.",
        ),
        [offers.manageTrust],
      );
      return false;
    }
    if (runs.current) {
      dialogs.say("info", text("A benchmark is already running in this window."), [
        offers.showResults,
        offers.cancelRun,
      ]);
      return false;
    }
    return true;
  }

  /** What the file in front is pinned to, else the active connection; without one `whenNone`, or a word on how to open it. */
  async profile(
    whenNone?: () => Promise<ConnectionProfile | undefined>,
  ): Promise<ConnectionProfile | undefined> {
    const { memory, dialogs, offers, pinned } = this.#deps;
    const pin = pinned();
    if (pin?.profile) return pin.profile;
    if (pin) {
      const message = text(
        "The setting lanewise.connectionForFolder names “{name}”, which is no connection.",
        {
          name: pin.name,
        },
      );
      dialogs.say("warning", message, [offers.openFolderSettings]);
      return undefined;
    }
    if (memory.profile || whenNone) return memory.profile ?? whenNone?.();
    dialogs.say("warning", text("No database is open. Open one to benchmark it."), [offers.openDatabase]);
    return undefined;
  }

  /** Resolves when the run has ended and its result is shown. */
  async start(job: Job): Promise<void> {
    if (!this.mayStart() || !this.#isSharable(job)) return;
    const { runs, results, log, page } = this.#deps;
    const { plan, profile } = job;
    if (profile.production && !(await this.#deps.confirmLoad(profile))) return;
    let secret: Secret | undefined;
    if (profile.engine !== "sqlite") {
      const answer = await this.#deps.secretFor(profile);
      // Another run may have begun while the user was asked.
      if (answer.status === "abandoned" || !this.mayStart()) return;
      secret = answer.secret;
    }
    log.info(
      `Run of ${profileLocation(profile)}: ${plan.strategies.map(strategyName).join(", ")}; ${plan.operations} operations a trial, ${trialsText(plan)} trials, fetch ${plan.workload.fetch}, seed ${plan.seed}: ${plan.workload.sql}`,
    );
    const outcome = runs.start(job, secret);
    if (!outcome) return;
    results.begin(job);
    page.reveal();
    await this.#finish(job, await outcome);
  }

  /** Lane counts with a large common multiple lead to more operations than anybody asked for. */
  #isSharable({ plan: { operations } }: Job): boolean {
    if (operations <= MAX_OPERATIONS) return true;
    const message = text(
      "These lane counts lead to {operations} operations, the smallest number that all can share equally. Choose lane counts with a smaller common multiple.",
      { operations: formatCount(operations) },
    );
    this.#deps.dialogs.say("warning", message, [this.#deps.offers.openSettings]);
    return false;
  }

  async #finish(job: Job, outcome: RunOutcome): Promise<void> {
    const { results, dialogs, offers, log } = this.#deps;
    log.info(`Run ended: ${outcome.status}${outcome.report ? `, report ${outcome.report.id}` : ""}`);
    if (outcome.report) await this.#keep(outcome.report);
    switch (outcome.status) {
      case "completed":
        log.info(outcome.report.verdict.text);
        if (!this.#deps.page.isInSight())
          dialogs.say("info", verdictText(outcome.report.verdict, outcome.report), [offers.showResults]);
        return;
      case "cancelled":
        results.touch();
        if (!outcome.report)
          dialogs.say("info", text("The benchmark was cancelled before anything was measured."));
        return;
      case "failed":
        this.#fail(job, outcome);
        return;
      default:
        assertNever(outcome);
    }
  }

  #fail(job: Job, { failure, report }: Extract<RunOutcome, { status: "failed" }>): void {
    const { results, dialogs, offers, log, t } = this.#deps;
    log.warn(`${failure.reason}: ${failure.detail}`);
    const { what, words, remedy, detail, choices } = failureMessage(failure, offers, () => this.start(job));
    if (!report)
      results.fail({
        connection: job.profile.name,
        message: [what, remedy].map(t).join(" "),
        detail,
      });
    dialogs.say("error", words ? [what, words, remedy] : [what, remedy], choices);
  }

  /** The verdict first: storing can wait. The report stays shown where it cannot be stored. */
  async #keep(report: Report): Promise<void> {
    const { memory, store, dialogs, offers, results } = this.#deps;
    await results.show(report);
    const saved = await store.save(report, memory.baseline === undefined ? [] : [memory.baseline]);
    if (!saved.ok)
      dialogs.say(
        "warning",
        text("The report is shown but could not be stored: {detail}. Export it to keep it.", {
          detail: saved.detail,
        }),
        [offers.showLog],
      );
  }
}

function trialsText({ trials: { minimum, maximum } }: Plan): string {
  return minimum === maximum ? String(minimum) : `${minimum}–${maximum}`;
}
