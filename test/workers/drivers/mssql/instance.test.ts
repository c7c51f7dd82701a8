import { createSocket } from "node:dgram";
import { once } from "node:events";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findInstance } from "../../../../src/workers/drivers/mssql/instance.ts";

/** Answers as SQL Server Browser does: for one instance. */
const browser = createSocket("udp4");

beforeAll(async () => {
  browser.on("message", (request, { port, address }) => {
    const isAsked = request[0] === 0x04 && request.subarray(1, -1).toString("latin1") === "SQLEXPRESS";
    const text = "ServerName;DB;InstanceName;SQLEXPRESS;IsClustered;No;Version;16.0.1000.6;tcp;51433;;";
    const answer = Buffer.concat([Buffer.from([0x05, text.length, 0]), Buffer.from(text, "latin1")]);
    if (isAsked) browser.send(answer, port, address);
    else browser.send(Buffer.from([0x05, 0, 0]), port, address);
  });
  browser.bind(0, "127.0.0.1");
  await once(browser, "listening");
});
afterAll(() => browser.close());

it("asks the machine's browser for the port of an instance", async () => {
  expect(await findInstance("127.0.0.1", "SQLEXPRESS", 2000, browser.address().port)).toBe(51_433);
});

it("says that an instance is not known, and that nobody answers", async () => {
  const { port } = browser.address();
  expect(await findInstance("127.0.0.1", "OTHER", 2000, port)).toEqual({
    detail: "The SQL Server Browser of 127.0.0.1 does not tell the port of OTHER",
  });
  const silent = createSocket("udp4").bind(0, "127.0.0.1");
  await once(silent, "listening");
  expect(await findInstance("127.0.0.1", "SQLEXPRESS", 50, silent.address().port)).toHaveProperty("detail");
  silent.close();
});
