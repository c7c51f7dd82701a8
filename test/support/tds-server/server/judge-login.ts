import type { SessionStart } from "../engine/session.ts";
import { ByteWriter } from "../wire/byte-writer.ts";
import { isFederated, type Login, TDS_7_4 } from "../wire/login7.ts";
import {
  doneStatus,
  environmentTypes,
  writeCollationChange,
  writeDone,
  writeFeatureAck,
  writeLoginAck,
  writeMessage,
  writeTextChange,
} from "../wire/tokens.ts";
import type { ServerSettings } from "./settings.ts";

export interface LoginRefusal {
  readonly number: number;
  readonly state: number;
  readonly class: number;
  readonly message: string;
}

export interface AcceptedLogin {
  readonly loginName: string;
  readonly database: string;
  readonly packetSize: number;
}

const SMALLEST_PACKET = 512;
const DEFAULT_PACKET = 4096;

/** The real server tells the client state 1 whatever was wrong with a login; the reason stays in its log. */
export function judgeLogin(
  login: Login,
  settings: ServerSettings,
): AcceptedLogin | { readonly refusals: readonly LoginRefusal[] } {
  if (login.tdsVersion < TDS_7_4) {
    return {
      refusals: [
        {
          number: 17_892,
          state: 1,
          class: 20,
          message: "The stand-in for SQL Server speaks TDS 7.4 and nothing older.",
        },
      ],
    };
  }
  const found = settings.logins.find(({ name }) => name.toLowerCase() === login.userName.toLowerCase());
  const failed = loginFailed(login.userName);
  if (isFederated(login) || login.isIntegrated || !found || found.password !== login.password)
    return { refusals: [failed] };
  const asked = login.database || found.database || "master";
  const database = settings.databases.find((name) => name.toLowerCase() === asked.toLowerCase());
  if (database === undefined) {
    const message = `Cannot open database "${asked}" requested by the login. The login failed.`;
    return { refusals: [{ number: 4060, state: 1, class: 11, message }, failed] };
  }
  const size = login.packetSize === 0 ? DEFAULT_PACKET : login.packetSize;
  const packetSize = Math.min(Math.max(size, SMALLEST_PACKET), settings.maximumPacketSize);
  return { loginName: found.name, database, packetSize };
}

function loginFailed(user: string): LoginRefusal {
  return { number: 18_456, state: 1, class: 14, message: `Login failed for user '${user}'.` };
}

export function sessionStart(
  login: Login,
  accepted: AcceptedLogin,
  spid: number,
  settings: ServerSettings,
): SessionStart {
  const { folder, databases, serverName, productVersion, maximumConnections } = settings;
  const { database, loginName } = accepted;
  const { hostName, applicationName } = login;
  return {
    folder,
    databases,
    database,
    spid,
    loginName,
    hostName,
    applicationName,
    serverName,
    productVersion,
    maximumConnections,
  };
}

/** What follows a login that was accepted. */
export function loginResponse(
  login: Login,
  settings: ServerSettings,
  session: { readonly database: string; readonly packetSize: number },
): Buffer {
  const writer = new ByteWriter();
  const inform = (number: number, state: number, message: string) =>
    writeMessage(writer, {
      number,
      state,
      class: 0,
      message,
      server: settings.serverName,
      procedure: "",
      line: 1,
    });
  const language = login.language || "us_english";
  writeTextChange(writer, environmentTypes.database, session.database, "master");
  inform(5701, 2, `Changed database context to '${session.database}'.`);
  writeCollationChange(writer);
  writeTextChange(writer, environmentTypes.language, language, "");
  inform(5703, 1, `Changed language setting to ${language}.`);
  writeLoginAck(writer, { tdsVersion: TDS_7_4, name: "Microsoft SQL Server", version: settings.version });
  if (login.features.length > 0) writeFeatureAck(writer);
  writeTextChange(writer, environmentTypes.packetSize, String(session.packetSize), String(DEFAULT_PACKET));
  writeDone(writer, { kind: "done", status: doneStatus.final, command: 0, rows: 0 });
  return writer.take();
}
