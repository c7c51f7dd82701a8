import { finishDraft, startDraft } from "../connection-string/draft.ts";
import { applyMssqlParameters } from "../connection-string/mssql-parameters.ts";
import { parseAdo } from "../connection-string/parse-semicolons.ts";
import type { ParsedConnection } from "../connection-string/parsed-connection.ts";
import { isObject } from "../field-reader.ts";
import { type ForeignObject, parametersOf, textOf } from "./foreign-settings.ts";
import { findingOf, type ImportFinding, unreadable } from "./import-candidate.ts";

/**
 * The settings `mssql.connections` and `mssql.connectionGroups` of Microsoft's extension (`IConnectionProfile` in
 * microsoft/vscode-mssql). It keeps passwords elsewhere, but for those that people wrote in by hand.
 */
export function readMssqlConnections(setting: unknown, groups: unknown = []): readonly ImportFinding[] {
  if (!Array.isArray(setting)) return [];
  const groupPath = groupPaths(groups);
  return setting.map((value: unknown, index): ImportFinding => {
    if (!isObject(value))
      return unreadable({ source: "mssql", index, name: undefined }, { problem: "not-a-connection" });
    const connection = value as ForeignObject;
    const name = textOf(connection, "profileName");
    const group = groupPath(textOf(connection, "groupId"));
    return findingOf({ source: "mssql", index, name }, parse(connection), { name, group });
  });
}

function parse(connection: ForeignObject): ParsedConnection {
  const pasted = textOf(connection, "connectionString");
  if (pasted !== undefined) return parseAdo(pasted);
  const draft = startDraft();
  // Its own name for itself would be wrong for us.
  const named = textOf(connection, "applicationName")?.startsWith("vscode-mssql") ? ["applicationName"] : [];
  const parameters = parametersOf(connection, {}, [...notOurs, ...named]);
  const authentication = textOf(connection, "authenticationType");
  applyMssqlParameters(draft, [...parameters, ...signIn(authentication)]);
  return finishDraft("mssql", draft);
}

function signIn(type: string | undefined): readonly (readonly [string, string])[] {
  switch (type) {
    case undefined:
    case "SqlLogin":
      return [];
    case "Integrated":
      return [["Integrated Security", "true"]];
    case "AzureMFA":
    case "AzureMFAAndUser":
      return [["Authentication", "Active Directory Interactive"]];
    default:
      return [["Authentication", type]];
  }
}

/** How the extension keeps, shows and pools its connections. */
const notOurs = [
  ...["profileName", "groupId", "id", "configSource", "profileSource", "authenticationType"],
  ...["savePassword", "emptyPasswordInput", "persistSecurityInfo", "email", "accountId", "tenantId"],
  ...["connectRetryCount", "connectRetryInterval", "commandTimeout", "pooling", "maxPoolSize", "minPoolSize"],
  ...["loadBalanceTimeout", "replication", "multipleActiveResultSets", "typeSystemVersion", "workstationId"],
  ...["currentLanguage", "packetSize", "expiresOn", "containerName", "version", "azureAuthType"],
];

/** By id: the names from the outermost group on. The root has no name of its own. */
function groupPaths(groups: unknown): (id: string | undefined) => readonly string[] {
  const all = (Array.isArray(groups) ? groups.filter(isObject) : []) as readonly ForeignObject[];
  const byId = new Map(all.map((group) => [textOf(group, "id"), group]));
  return (id) => {
    const names: string[] = [];
    const seen = new Set<string>();
    for (let at = id; at !== undefined && !seen.has(at); ) {
      seen.add(at);
      const group = byId.get(at) ?? {};
      const name = textOf(group, "name");
      if (name !== undefined && name !== "ROOT") names.unshift(name);
      at = textOf(group, "parentId");
    }
    return names;
  };
}
