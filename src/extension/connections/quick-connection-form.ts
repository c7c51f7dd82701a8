import { parseConnectionString } from "../../core/connection/connection-string/parse-connection-string.ts";
import { defaultPorts, type Engine, engines, type ServerEngine } from "../../core/connection/engine.ts";
import { type ConnectionProfile, defaultName } from "../../core/connection/profile.ts";
import { readProfile } from "../../core/connection/read-profile.ts";
import type { Secret } from "../../core/connection/secret.ts";
import { connectionStringProblemText } from "../../core/text/connection-string-text.ts";
import { engineNames } from "../../core/text/engine-names.ts";
import { profileProblemText } from "../../core/text/profile-problem-text.ts";
import { type Text, text } from "../../core/text/text.ts";
import type { Keeping } from "../../protocol/connection-form.ts";
import type { Answer, QuickInputs } from "../wizard/quick-inputs.ts";
import { runSteps, type Step } from "../wizard/run-steps.ts";
import type { ConnectionDraft, ConnectionForm } from "./connection-form.ts";

export interface QuickConnectionFormDeps {
  readonly ask: QuickInputs;
  readonly t: (text: Text) => string;
  /** Asks where a SQLite file lies; undefined when the user gives up. */
  readonly openFile: () => Promise<string | undefined>;
  readonly freeName: (wished: string, except?: string) => string;
}

type Way = "fields" | "string";

/** What was answered so far: a profile is whole only at the end. */
interface Answers {
  readonly way: Way;
  readonly engine: Engine;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Undefined: not asked for, or left as it is. */
  readonly password: string | undefined;
  readonly keeping: Keeping;
  readonly isNew: boolean;
}

/** The form as a series of inputs, for who would rather type than look at a page. */
export function quickConnectionForm(deps: QuickConnectionFormDeps): ConnectionForm {
  return async (initial) => {
    const answers = await runSteps((state) => stepsFor(deps, state), before(initial));
    return answers && draftOf(answers);
  };
}

function before(initial: ConnectionDraft | undefined): Answers {
  return {
    way: "fields",
    engine: initial?.profile.engine ?? "sqlite",
    fields: { ...initial?.profile },
    password: undefined,
    keeping: initial?.keeping ?? "stored",
    isNew: initial === undefined,
  };
}

function stepsFor(deps: QuickConnectionFormDeps, answers: Answers): readonly Step<Answers>[] {
  const { engine, way, isNew, fields } = answers;
  const place: readonly Step<Answers>[] =
    way === "string"
      ? [stringStep(deps)]
      : engine === "sqlite"
        ? [fileStep(deps)]
        : serverSteps(deps, engine);
  const login =
    engine !== "sqlite" && fields["user"] !== undefined && fields["authentication"] !== "entra"
      ? [passwordStep(deps), keepingStep(deps)]
      : [];
  return [...(isNew ? [startStep(deps)] : []), ...place, ...login, nameStep(deps), productionStep(deps)];
}

function startStep({ ask, t }: QuickConnectionFormDeps): Step<Answers> {
  return async (answers, place) => {
    const answer = await ask.pickOne<Engine | "string">({
      frame: { title: t(text("Add Connection")), ...place },
      placeholder: t(text("What kind of database?")),
      options: [
        ...engines.map((engine) => ({ label: engineNames[engine], value: engine })),
        {
          label: t(text("Paste a connection string…")),
          description: t(text("SQLAlchemy, libpq, ADO.NET, ODBC or JDBC")),
          value: "string" as const,
        },
      ],
      active: answers.way === "string" ? "string" : answers.engine,
    });
    return changed(answer, (chosen) =>
      chosen === "string"
        ? { ...answers, way: "string" }
        : { ...answers, way: "fields", engine: chosen, fields: { ...ofEngine(answers, chosen) } },
    );
  };
}

/** Fields of another engine are forgotten. */
function ofEngine({ engine, fields }: Answers, chosen: Engine): Answers["fields"] {
  return engine === chosen ? fields : {};
}

function stringStep(deps: QuickConnectionFormDeps): Step<Answers> {
  const { ask, t } = deps;
  return async (answers, place) => {
    const answer = await ask.enterText({
      frame: { title: t(text("Add Connection")), ...place },
      prompt: t(text("A connection string. A password in it is kept apart.")),
      placeholder: "postgresql://user@host:5432/database",
      value: "",
      isSecret: false,
      problem: (written) => {
        const parsed = parseConnectionString(written);
        return parsed.status === "invalid" ? t(connectionStringProblemText(parsed.problem)) : undefined;
      },
    });
    return changed(answer, (written) => {
      const parsed = parseConnectionString(written);
      if (parsed.status === "invalid") return answers;
      const { profile, password } = parsed;
      return { ...answers, engine: profile.engine, fields: { ...profile }, password };
    });
  };
}

/** The dialog has no Back: giving it up gives the form up. */
function fileStep({ openFile }: QuickConnectionFormDeps): Step<Answers> {
  return async (answers) => {
    const path = await openFile();
    return path === undefined
      ? { kind: "abandoned" }
      : { kind: "answered", value: { ...answers, fields: { ...answers.fields, path } } };
  };
}

interface Field {
  readonly name: "host" | "port" | "database" | "user";
  readonly prompt: Text;
  readonly placeholder: string;
}

function serverSteps(deps: QuickConnectionFormDeps, engine: ServerEngine): readonly Step<Answers>[] {
  const fields: readonly Field[] = [
    { name: "host", prompt: text("The server’s name or address"), placeholder: "db.example.com" },
    {
      name: "port",
      prompt: text("Its port. Empty: the usual one."),
      placeholder: String(defaultPorts[engine]),
    },
    { name: "database", prompt: text("The database. Empty: the user’s own."), placeholder: "shop" },
    { name: "user", prompt: text("The user. Empty: none."), placeholder: "reader" },
  ];
  return fields.map((field) => fieldStep(deps, engine, field));
}

function fieldStep({ ask, t }: QuickConnectionFormDeps, engine: Engine, field: Field): Step<Answers> {
  const { name, prompt, placeholder } = field;
  return async (answers, place) => {
    const withField = (written: string) => {
      const { [name]: _before, ...rest } = answers.fields;
      const value = name === "port" ? Number(written) : written.trim();
      return written.trim() === "" ? rest : { ...rest, [name]: value };
    };
    const answer = await ask.enterText({
      frame: { title: engineNames[engine], ...place },
      prompt: t(prompt),
      placeholder,
      value: String(answers.fields[name] ?? ""),
      problem: (written) => problemWith(withField(written), engine, name, t),
    });
    return changed(answer, (written) => ({ ...answers, fields: withField(written) }));
  };
}

/** What is wrong with one field; those that are not asked for yet do not count. */
function problemWith(
  fields: Answers["fields"],
  engine: Engine,
  name: string,
  t: (text: Text) => string,
): string | undefined {
  const read = readProfile({ name: "-", ...fields, engine });
  if (read.status === "read") return undefined;
  const found = read.problems.find((problem) => "field" in problem && problem.field === name);
  return found && t(profileProblemText(found));
}

function passwordStep({ ask, t }: QuickConnectionFormDeps): Step<Answers> {
  return async (answers, place) => {
    const answer = await ask.enterText({
      frame: { title: engineNames[answers.engine], ...place },
      prompt: answers.isNew
        ? t(text("The password. Empty: none."))
        : t(text("The password. Empty: it stays as it is.")),
      placeholder: "",
      value: answers.password ?? "",
      isSecret: true,
      problem: () => undefined,
    });
    return changed(answer, (password) => ({
      ...answers,
      password: password === "" && !answers.isNew ? undefined : password,
    }));
  };
}

function keepingStep({ ask, t }: QuickConnectionFormDeps): Step<Answers> {
  return async (answers, place) => {
    const answer = await ask.pickOne<Keeping>({
      frame: { title: engineNames[answers.engine], ...place },
      placeholder: t(text("Where is the password kept?")),
      options: [
        {
          label: t(text("In VS Code’s secret storage")),
          description: t(text("the system’s key store, where there is one")),
          value: "stored",
        },
        { label: t(text("Only until this window closes")), value: "window" },
        { label: t(text("Nowhere: ask every time")), value: "ask" },
      ],
      active: answers.keeping,
    });
    return changed(answer, (keeping) => ({ ...answers, keeping }));
  };
}

function nameStep({ ask, t, freeName }: QuickConnectionFormDeps): Step<Answers> {
  return async (answers, place) => {
    const { fields, engine } = answers;
    const proposed = answers.isNew ? freeName(defaultName(fields)) : String(fields["name"] ?? "");
    const answer = await ask.enterText({
      frame: { title: engineNames[engine], ...place },
      prompt: t(text("A name for the connection")),
      placeholder: proposed,
      value: proposed,
      problem: (written) => (written.trim() === "" ? t(text("Write a name.")) : undefined),
    });
    return changed(answer, (name) => ({ ...answers, fields: { ...fields, name: name.trim() } }));
  };
}

function productionStep({ ask, t }: QuickConnectionFormDeps): Step<Answers> {
  return async (answers, place) => {
    const answer = await ask.pickOne<boolean>({
      frame: { title: engineNames[answers.engine], ...place },
      placeholder: t(text("Is it a production database?")),
      options: [
        { label: t(text("No")), value: false },
        {
          label: t(text("Yes, production")),
          description: t(text("writes are refused, and any load asks first")),
          value: true,
        },
      ],
      active: answers.fields["production"] === true,
    });
    return changed(answer, (production) => {
      const { production: _before, ...rest } = answers.fields;
      return { ...answers, fields: production ? { ...rest, production } : rest };
    });
  };
}

/** Undefined where the fields do not make a profile, which the steps do not let happen. */
function draftOf({ engine, fields, password, keeping }: Answers): ConnectionDraft | undefined {
  const read = readProfile({ ...fields, engine });
  if (read.status === "invalid") return undefined;
  const profile: ConnectionProfile = read.profile;
  const secret: Secret | undefined =
    password === undefined || engine === "sqlite" ? undefined : { kind: "password", password };
  return { profile, keeping, secret };
}

function changed<T>(answer: Answer<T>, change: (value: T) => Answers): Answer<Answers> {
  return answer.kind === "answered" ? { kind: "answered", value: change(answer.value) } : answer;
}
