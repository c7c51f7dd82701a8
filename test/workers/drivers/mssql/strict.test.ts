import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, connect } from "node:net";
import path from "node:path";
import { createServer, type Server } from "node:tls";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Tls } from "../../../../src/core/connection/tls.ts";
import { driverOf } from "../../../../src/workers/drivers/index.ts";
import { reachOf } from "../../../support/driver-suite/engine-under-test.ts";
import { failed, taken } from "../../../support/driver-suite/orders.ts";
import { startTdsProcess } from "../../../support/driver-suite/start-tds-server.ts";
import { makeCertificate } from "../../../support/servers/certificate.ts";
import type { PrivateServer } from "../../../support/servers/database-server.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const folder = temporaryFolder();
let server: PrivateServer;
/** TDS 8.0 is TDS inside of TLS from the first byte on. */
let front: Server;

beforeAll(async () => {
  server = await startTdsProcess();
  const cert = await makeCertificate(folder);
  const key = readFileSync(path.join(folder, "server.key"));
  front = createServer({ cert, key, ALPNProtocols: ["tds/8.0"] }, (near) => {
    const far = connect(server.port, server.host);
    near.pipe(far).pipe(near);
    near.on("error", () => far.destroy());
    far.on("error", () => near.destroy());
  }).listen(0, "127.0.0.1");
  await once(front, "listening");
});
afterAll(async () => {
  front.close();
  await server.stop();
});

async function attempt(tls: Partial<Tls>) {
  const { port } = front.address() as AddressInfo;
  const driver = await driverOf("mssql");
  return driver.test(reachOf(server, { port, host: "localhost", tls: { mode: "strict", ...tls } }), () => {});
}

it("encrypts from the first byte, and trusts whom it is told to trust", async () => {
  const untrusted = failed(await attempt({}));
  expect(untrusted).toMatchObject({
    reason: "certificate",
    data: { subject: expect.stringContaining("localhost") },
  });
  const steps = taken(await attempt({ fingerprint: String(untrusted.data["fingerprint"]) }));
  expect(steps.map(({ step }) => step)).toContain("tls");
  taken(await attempt({ caFile: path.join(folder, "server.crt") }));
});
