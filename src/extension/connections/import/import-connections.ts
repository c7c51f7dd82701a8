import { type Text, text } from "../../../core/text/text.ts";
import type { Dialogs } from "../../dialogs.ts";
import type { Log } from "../../log.ts";
import type { Offers } from "../../offers.ts";
import type { QuickInputs } from "../../wizard/quick-inputs.ts";
import { runSteps, type Step } from "../../wizard/run-steps.ts";
import { type Connection, reachesElsewhere } from "../connection.ts";
import type { ConnectionSecrets } from "../connection-secrets.ts";
import { placeText } from "../node-text.ts";
import { findImports, type Importable, type Place, type RefusedImport } from "./find-imports.ts";
import type { ImportSources, ImportTarget } from "./import-sources.ts";

export interface ImportConnectionsDeps {
  readonly sources: ImportSources;
  readonly store: ImportTarget;
  readonly secrets: Pick<ConnectionSecrets, "keep">;
  readonly ask: QuickInputs;
  readonly dialogs: Dialogs;
  readonly offers: Pick<Offers, "showLog">;
  readonly log: Log;
  readonly reveal: (connection: Connection) => Promise<void>;
  readonly t: (text: Text) => string;
}

interface Choice {
  readonly chosen: readonly Importable[];
  readonly takesSecrets: boolean;
}

/** *Import Connections…*: what other tools know of databases, chosen by the user; passwords only when he says so. */
export async function importConnections(deps: ImportConnectionsDeps): Promise<void> {
  const { store, sources, dialogs } = deps;
  const { importable, refused } = await findImports(sources);
  tellRefused(deps, refused);
  const isKnown = ({ profile }: Importable) =>
    store.all.some((one) => !reachesElsewhere(one.profile, profile));
  const fresh = importable.filter((one) => !isKnown(one));
  if (fresh.length === 0) {
    dialogs.say("info", nothingText(importable.length));
    return;
  }
  const start: Choice = { chosen: fresh, takesSecrets: false };
  const choice = await runSteps((state) => stepsFor(deps, fresh, state), start);
  if (choice) await add(deps, choice);
}

function nothingText(known: number): Text {
  if (known > 0) return text("All connections that were found are in Lanewise already.");
  return text(
    "No connection was found: neither of SQLTools nor of SQL Server (mssql) in the settings, nor in a .env file of the workspace.",
  );
}

function stepsFor(
  deps: ImportConnectionsDeps,
  fresh: readonly Importable[],
  { chosen }: Choice,
): readonly Step<Choice>[] {
  const withSecret = chosen.filter(({ takeSecret }) => takeSecret).length;
  return [connectionsStep(deps, fresh), ...(withSecret > 0 ? [secretsStep(deps, withSecret)] : [])];
}

function connectionsStep({ ask, t }: ImportConnectionsDeps, fresh: readonly Importable[]): Step<Choice> {
  return async (state, place) => {
    const answer = await ask.pickMany({
      frame: { title: t(text("Import Connections")), ...place },
      placeholder: t(text("Which connections shall Lanewise have too?")),
      whenEmpty: t(text("Choose one at least, or press Escape.")),
      options: fresh.map((one) => ({
        label: one.profile.name,
        description: t(placeText(one.profile)),
        detail: [placeWords(one.from, t), ...one.notes.map(t)].join(" · "),
        value: one,
      })),
      picked: state.chosen,
    });
    return answer.kind === "answered"
      ? { kind: "answered", value: { ...state, chosen: answer.value } }
      : answer;
  };
}

function secretsStep({ ask, t }: ImportConnectionsDeps, count: number): Step<Choice> {
  return async (state, place) => {
    const answer = await ask.pickOne({
      frame: { title: t(text("Import Connections")), ...place },
      placeholder: t(text("Passwords found with them: {count}", { count })),
      options: [
        {
          label: t(text("Leave the passwords where they are")),
          description: t(text("you are asked for them when they are needed")),
          value: false,
        },
        {
          label: t(text("Take the passwords along")),
          description: t(text("into VS Code’s secret storage")),
          value: true,
        },
      ],
      active: state.takesSecrets,
    });
    return answer.kind === "answered"
      ? { kind: "answered", value: { ...state, takesSecrets: answer.value } }
      : answer;
  };
}

async function add(deps: ImportConnectionsDeps, { chosen, takesSecrets }: Choice): Promise<void> {
  const { store, secrets, dialogs, reveal } = deps;
  let first: Connection | undefined;
  for (const { profile, takeSecret } of chosen) {
    const added = await store.add({ ...profile, name: store.freeName(profile.name) }, "stored");
    if (takesSecrets && takeSecret) await secrets.keep(added, { kind: "password", password: takeSecret() });
    first ??= added;
  }
  dialogs.say(
    "info",
    chosen.length === 1
      ? text("One connection was imported.")
      : text("{count} connections were imported.", { count: chosen.length }),
  );
  if (first) await reveal(first);
}

/** The log says which and why; it never holds what was found. */
function tellRefused(
  { dialogs, offers, log, t }: ImportConnectionsDeps,
  refused: readonly RefusedImport[],
): void {
  if (refused.length === 0) return;
  for (const { from, why } of refused) log.info(`${placeWords(from, t)}: ${t(why)}`);
  const [only] = refused;
  dialogs.say(
    "warning",
    refused.length === 1 && only
      ? [text("{place} cannot be imported.", { place: placeWords(only.from, t) }), only.why]
      : text("{count} connections cannot be imported; the log says why.", { count: refused.length }),
    refused.length === 1 ? [] : [offers.showLog],
  );
}

function placeWords({ where, file }: Place, t: (text: Text) => string): string {
  return file === undefined ? t(where) : `${file}: ${t(where)}`;
}
