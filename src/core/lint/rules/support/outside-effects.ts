import { nodesRunBy } from "../../syntax/children.ts";
import type { Call, Node } from "../../syntax/python.ts";
import { bodyOf, type PerItem } from "./per-item.ts";

/** What cannot be taken back: mails, messages, payments. */
const final =
  /^(?:send_?(?:mail|email|sms|message|msg|notification|push|text|photo|file|media|alert|telegram|webhook|reminder)\w*|sendmail|send_?raw_?email|charge\w*|refund\w*|payout\w*|create_payment\w*|publish|notify\w*)$/i;
/** What other programs or people see, or what takes time. */
const outside =
  /^(?:sleep|open|urlopen|urlretrieve|write|writerow|unlink|remove|rename|replace|copyfile|copy|move|upload\w*|download\w*|put_object|delete_object|system|popen|check_call|check_output|input|apply_async|enqueue|delay)$/i;
const clients =
  /^(?:requests|httpx|aiohttp|urllib3?|smtplib|boto3|s3|s3_client|subprocess|shutil|os|http|client|http_client)$/i;
const requests = /^(?:get|post|put|patch|delete|request|send)$/;

/** The name of a call before a node in its round that cannot be taken back. */
export function takesEffectOutside(item: PerItem, before: Node): string | undefined {
  for (const node of nodesRunBy(bodyOf(item))) {
    if (node.kind !== "Call" || node.start >= before.start) continue;
    const name = lastName(node);
    if (final.test(name)) return name;
  }
  return undefined;
}

/** Whether a round does something that a rollback does not undo, or that takes long: HTTP, sleep, files. */
export function outsideEffectIn(item: PerItem): boolean {
  for (const node of nodesRunBy(bodyOf(item))) {
    if (
      node.kind === "With" &&
      node.items.some(({ context }) => context.kind === "Call" && lastName(context) === "open")
    )
      return true;
    if (node.kind !== "Call") continue;
    const name = lastName(node);
    if (final.test(name) || outside.test(name)) return true;
    const { callee } = node;
    if (callee.kind === "Attribute" && callee.object.kind === "Name")
      if (
        clients.test(callee.object.id) ||
        (requests.test(name) && /client|http|api/i.test(callee.object.id))
      )
        return true;
  }
  return false;
}

function lastName({ callee }: Call): string {
  return callee.kind === "Attribute" ? callee.name : callee.kind === "Name" ? callee.id : "";
}
