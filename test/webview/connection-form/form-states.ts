import { emptyFields, type FormFields, fieldsOf } from "../../../src/core/connection/form-fields.ts";
import type { ConnectionProfile } from "../../../src/core/connection/profile.ts";
import type { FormState, ToConnectionForm } from "../../../src/protocol/connection-form.ts";

export function aForm(fields: FormFields, changes: Partial<FormState> = {}): ToConnectionForm {
  const state = { isNew: true, fields, keeping: "stored", hasPassword: false, groups: [] } as const;
  return { type: "show-form", state: { ...state, ...changes } };
}

const shop: ConnectionProfile = {
  engine: "postgres",
  name: "shop",
  host: "db.example.com",
  port: 5433,
  database: "shop",
  user: "ada",
  authentication: "password",
  tls: { mode: "verify-full" },
};

export const newSqlite = aForm(emptyFields("sqlite"));
export const newPostgres = aForm(emptyFields("postgres"));
export const newMssql = aForm(emptyFields("mssql"), { groups: ["work", "work / staging"] });
export const editShop = aForm(fieldsOf(shop), { isNew: false, hasPassword: true });

const certificate = {
  subject: "CN=db.example.com",
  issuer: "CN=db.example.com",
  validFrom: "2026-01-01T00:00:00.000Z",
  validTo: "2027-01-01T00:00:00.000Z",
  fingerprint: "0123456789abcdef".repeat(4),
} as const;

/** A server whose certificate nobody vouches for. */
export const untrusted: readonly ToConnectionForm[] = [
  { type: "test-started" },
  { type: "step-done", step: { step: "resolve", ms: 1.25, detail: "192.0.2.7" } },
  { type: "step-done", step: { step: "connect", ms: 12.5, detail: "192.0.2.7" } },
  {
    type: "test-ended",
    problem: {
      step: "tls",
      what: "The certificate of db.example.com:5433 is not trusted.",
      remedy:
        "Compare its fingerprint with the one that the server's administrator names, then trust this certificate for this connection, or name the file of its authority.",
      detail: "DEPTH_ZERO_SELF_SIGNED_CERT",
      certificate,
    },
  },
];

export const works: readonly ToConnectionForm[] = [
  { type: "test-started" },
  { type: "step-done", step: { step: "resolve", ms: 1.25, detail: "192.0.2.7" } },
  { type: "step-done", step: { step: "connect", ms: 12.5, detail: "192.0.2.7" } },
  { type: "step-done", step: { step: "tls", ms: 21, detail: "TLSv1.3, TLS_AES_256_GCM_SHA384" } },
  { type: "step-done", step: { step: "log-in", ms: 33, detail: "ada" } },
  { type: "step-done", step: { step: "database", ms: 2, detail: "shop" } },
  { type: "step-done", step: { step: "version", ms: 0.003, detail: "PostgreSQL 17.6" } },
  { type: "test-ended", problem: undefined },
];
