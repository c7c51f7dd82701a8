import { afterEach, describe, expect, it } from "vitest";
import { makeServerCertificate } from "../../support/tds-server/make-server-certificate.ts";
import { startTdsServer, type TdsServer } from "../../support/tds-server/tds-server.ts";
import { close, configuration, connect, login, run } from "../../support/tds-server/tedious-client.ts";
import { watchBytes } from "../../support/tds-server/watch-bytes.ts";
import type { ServerEncryption } from "../../support/tds-server/wire/prelogin.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
const certificate = await makeServerCertificate(folder);
const secret = Buffer.from("SELECT 'seen by nobody'", "utf16le");
let server: TdsServer;
afterEach(() => server.close());

async function start(encryption: ServerEncryption) {
  server = await startTdsServer({ folder, logins: [login], certificate, encryption });
  return watchBytes(server);
}

/** What went over the wire in the clear, of a login and one batch. */
async function talk(encryption: ServerEncryption, encrypt: boolean) {
  const wire = await start(encryption);
  const connection = await connect(configuration(wire, { encrypt }));
  const { rows } = await run(connection, "SELECT 'seen by nobody'");
  await close(connection);
  await wire.close();
  const user = Buffer.from(login.name, "utf16le");
  return { rows, showsLogin: wire.sent().includes(user), showsBatch: wire.sent().includes(secret) };
}

describe("encryption", () => {
  const rows = [["seen by nobody"]];

  it("covers everything where the client asks for it", async () => {
    expect(await talk("off", true)).toEqual({ rows, showsLogin: false, showsBatch: false });
  });

  it("covers everything where the server does", async () => {
    expect(await talk("required", true)).toEqual({ rows, showsLogin: false, showsBatch: false });
  });

  it("is off where the server or the client has none, which is what tedious says without `encrypt`", async () => {
    expect(await talk("not-supported", false)).toEqual({ rows, showsLogin: true, showsBatch: true });
    await server.close();
    expect(await talk("off", false)).toEqual({ rows, showsLogin: true, showsBatch: true });
  });

  it("that one side needs and the other has not is told in the answer", async () => {
    const strict = await start("required");
    await expect(connect(configuration(strict, { encrypt: false }))).rejects.toMatchObject({
      code: "EENCRYPT",
      message: expect.stringContaining("Server requires encryption"),
    });
    await strict.close();
    await server.close();
    const plain = await start("not-supported");
    await expect(connect(configuration(plain, { encrypt: true }))).rejects.toMatchObject({
      code: "EENCRYPT",
    });
    await plain.close();
  });

  it("carries long results and long parameters whole", async () => {
    const wire = await start("required");
    const connection = await connect(configuration(wire, { encrypt: true, packetSize: 16_384 }));
    const text = "ž".repeat(300_000);
    const { rows: long } = await run(connection, `SELECT N'${text}'`);
    expect(long).toEqual([[text]]);
    await close(connection);
    await wire.close();
  });
});

describe("a self-signed certificate", () => {
  it("is refused by a client that was not told to trust it", async () => {
    const wire = await start("required");
    const failed = connect(configuration(wire, { encrypt: true, trustServerCertificate: false }));
    await expect(failed).rejects.toMatchObject({
      code: "ESOCKET",
      message: expect.stringMatching(/self.signed certificate/),
    });
    await wire.close();
  });

  it("is trusted by a client that knows it", async () => {
    const wire = await start("required");
    const options = {
      encrypt: true,
      trustServerCertificate: false,
      cryptoCredentialsDetails: { ca: certificate.certificate },
    };
    const connection = await connect(configuration(wire, { ...options, serverName: "localhost" }));
    expect((await run(connection, "SELECT 1")).rows).toEqual([[1]]);
    await close(connection);
    await wire.close();
  });
});
