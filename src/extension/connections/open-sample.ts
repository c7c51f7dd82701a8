import path from "node:path";
import { type Text, text } from "../../core/text/text.ts";
import { makeSample } from "../../node/make-sample.ts";
import type { Dialogs } from "../dialogs.ts";
import type { Offers } from "../offers.ts";
import type { Connection } from "./connection.ts";
import { problemWithSqliteFile, sqliteProfile } from "./sqlite-file.ts";

export interface OpenSampleDeps {
  /** Where the database is made; it stays there. */
  readonly folder: string;
  /** The bundle that makes it. */
  readonly worker: string;
  readonly dialogs: Dialogs;
  readonly offers: Offers;
  readonly t: (text: Text) => string;
  readonly adopt: (profile: ReturnType<typeof sqliteProfile>) => Promise<Connection>;
  readonly reveal: (connection: Connection) => Promise<void>;
}

/** *Open the Sample*: a small music shop, made on this machine when it is first asked for. */
export async function openSample(deps: OpenSampleDeps): Promise<void> {
  const { folder, worker, dialogs, offers, t, adopt, reveal } = deps;
  const file = path.join(folder, "sample.db");
  const detail = (await problemWithSqliteFile(file)) ? await makeSample(worker, file) : undefined;
  if (detail === undefined) await reveal(await adopt({ ...sqliteProfile(file), name: t(text("Sample")) }));
  else dialogs.say("error", text("The sample could not be made: {detail}", { detail }), [offers.showLog]);
}
