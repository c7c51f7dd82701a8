import { describe, expect, it } from "vitest";
import { ada, content, editing, openForm, SECRET, shop } from "./open-form.ts";

describe("Test Connection in the form", () => {
  it("tests what is filled in, with the password that is held, and tells each step", async () => {
    const form = openForm({ initial: editing });
    const testing = form.send({ type: "test-connection", content: content({ ...ada, name: "shop" }) });
    expect(form.tests[0]).toMatchObject({ profile: shop, secret: { kind: "password", password: SECRET } });
    const step = { step: "connect", ms: 1, detail: "::1" } as const;
    form.tests[0]?.onStep(step);
    form.tests[0]?.end({ ok: true, value: [step] });
    await testing;
    expect(form.posted.slice(1)).toEqual([
      { type: "test-started" },
      { type: "step-done", step },
      { type: "test-ended", problem: undefined },
    ]);
  });

  it("tests nothing that is not right yet", async () => {
    const form = openForm();
    await form.send({ type: "test-connection", content: content({ host: "" }) });
    expect(form.tests).toEqual([]);
    expect(form.problems()).toEqual(["host: “Host” is missing."]);
  });

  it("says what happened and what to do, with the certificate that nobody vouches for", async () => {
    const form = openForm();
    const testing = form.send({ type: "test-connection", content: content(ada) });
    const certificate = {
      subject: "CN=db",
      issuer: "CN=db",
      validFrom: "2026-01-01T00:00:00.000Z",
      validTo: "2027-01-01T00:00:00.000Z",
      fingerprint: "ab".repeat(32),
    };
    const data = { ...certificate, server: "db:5432", names: "DNS:db" };
    const failure = { reason: "certificate", detail: "DEPTH_ZERO_SELF_SIGNED_CERT", data } as const;
    form.tests[0]?.end({ ok: false, problem: { problem: "failed", failure } });
    await testing;
    expect(form.last("test-ended")?.problem).toEqual({
      step: "tls",
      what: "The certificate of db:5432 is not trusted.",
      remedy: expect.stringContaining("trust this certificate"),
      detail: "DEPTH_ZERO_SELF_SIGNED_CERT",
      certificate,
    });
  });

  it("is cancelled, and a step or an end that comes later is not told", async () => {
    const form = openForm();
    const testing = form.send({ type: "test-connection", content: content(ada) });
    await form.send({ type: "cancel-test" });
    expect(form.tests[0]?.signal.aborted).toBe(true);
    form.tests[0]?.onStep({ step: "connect", ms: 1, detail: undefined });
    form.tests[0]?.end({ ok: true, value: [] });
    await testing;
    expect(form.posted.at(-1)).toEqual({ type: "test-cancelled" });
  });

  it("is forgotten when the form is about another engine", async () => {
    const form = openForm();
    const testing = form.send({ type: "test-connection", content: content(ada) });
    await form.send({ type: "choose-engine", content: content(ada) });
    expect(form.tests[0]?.signal.aborted).toBe(true);
    form.tests[0]?.end({ ok: true, value: [] });
    await testing;
    await form.send({ type: "form-ready" });
    expect(form.posted.map(({ type }) => type)).toEqual([
      "show-problems",
      "test-started",
      "show-problems",
      "show-form",
    ]);
  });

  it("ends with the form", async () => {
    const form = openForm();
    void form.send({ type: "test-connection", content: content(ada) });
    form.host.dispose();
    expect(form.tests[0]?.signal.aborted).toBe(true);
  });

  it("is shown again, with problems and fields, by a page that was made anew", async () => {
    const form = openForm();
    const testing = form.send({ type: "test-connection", content: content(ada, { password: SECRET }) });
    form.tests[0]?.end({ ok: false, problem: { problem: "timed-out", limitMs: 10_000 } });
    await testing;
    await form.send({ type: "save-connection", content: content({ ...ada, port: "x" }) });
    const before = form.posted.length;
    await form.send({ type: "form-ready" });
    expect(form.posted.slice(before).map(({ type }) => type)).toEqual([
      "show-form",
      "show-problems",
      "test-started",
      "test-ended",
    ]);
    expect(JSON.stringify(form.posted)).not.toContain(SECRET);
  });
});
