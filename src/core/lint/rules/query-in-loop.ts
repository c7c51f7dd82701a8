import type { FileModel, FunctionInfo, Operation } from "../model/file-model.ts";
import { parameterDependence } from "../model/loop-dependence.ts";
import { defineRule, type Report } from "../rule.ts";
import { handsOverItem, helperCallsOf, importedHelperCallsOf } from "./support/helper-calls.ts";
import { dependsOnArguments, isPerItemQuery } from "./support/item-queries.ts";
import { lazyLoadsOf } from "./support/lazy-loads.ts";
import { type PerItem, perItemOf } from "./support/per-item.ts";
import { isOutOfTurn } from "./support/round.ts";
import { searches } from "./support/search-loop.ts";
import { startedPerItem } from "./support/started-per-item.ts";

type Message = "select" | "get" | "django" | "lazy" | "helper";

export const queryInLoop = defineRule<Message>({
  id: "query-in-loop",
  severity: "warning",
  measurable: true,
  docs: {
    summary: "Finds a query for every row of a loop: the N+1 problem.",
    why: "One query for a list and one more for each of its rows: a list of a thousand makes a thousand and one round trips. On a laptop, with the database beside the program, nobody notices; with a millisecond of network between them it is a second of waiting. A relationship that is read in a loop does the same without a query in sight: SQLAlchemy and Django load it when it is first touched.",
    remedy:
      "Ask for all rows at once and look them up in a dictionary: `WHERE id IN (…)`, or a join. For a relationship, load it with the list: `selectinload(Parent.children)` or `joinedload` in SQLAlchemy, `prefetch_related` or `select_related` in Django. Counts and sums per row are one `GROUP BY`.",
    leavesAlone: [
      "the loop's own iterable, and building a query without running it",
      "queries whose arguments do not depend on the loop's variable: polling asks the same again",
      "`in_(chunk)`, pages by LIMIT and OFFSET, and loops over chunks",
      "loops that search and leave by `return` or `break` when they have found something, and retries",
      "loops over fewer than ten constants",
      "statements about another table or another database in each round",
      "`get` of dictionaries, queues and environments",
    ],
    examples: [
      {
        title: "A lookup per row",
        language: "python",
        bad: "from sqlalchemy.orm import Session\nfrom models import Product\n\ndef prices(session: Session, items):\n    total = 0\n    for item in items:\n        product = «session.get(Product, item.product_id)»\n        total += product.price * item.quantity\n    return total\n",
        good: "from sqlalchemy import select\nfrom sqlalchemy.orm import Session\nfrom models import Product\n\ndef prices(session: Session, items):\n    wanted = [item.product_id for item in items]\n    found = session.scalars(select(Product).where(Product.id.in_(wanted)))\n    products = {product.id: product for product in found}\n    return sum(products[item.product_id].price * item.quantity for item in items)\n",
      },
      {
        title: "A driver's cursor",
        language: "python",
        bad: 'import sqlite3\n\ncursor = sqlite3.connect("shop.db").cursor()\n\ndef names(ids):\n    for key in ids:\n        «cursor.execute("SELECT name FROM users WHERE id = ?", (key,))»\n        yield cursor.fetchone()\n',
        good: 'import sqlite3\n\ncursor = sqlite3.connect("shop.db").cursor()\n\ndef names(ids):\n    marks = ", ".join("?" for _ in ids)\n    cursor.execute(f"SELECT name FROM users WHERE id IN ({marks})", ids)\n    yield from cursor\n',
      },
    ],
    sources: [
      {
        title: "SQLAlchemy, Relationship loading techniques: the N plus one problem",
        url: "https://docs.sqlalchemy.org/en/20/orm/queryguide/relationships.html",
      },
      {
        title: "Django, database access optimization: retrieve everything at once",
        url: "https://docs.djangoproject.com/en/stable/topics/db/optimization/#retrieve-everything-at-once-if-you-know-you-will-need-it",
      },
      {
        title: "SQLite, Many small queries are efficient in SQLite",
        url: "https://www.sqlite.org/np1queryprob.html",
      },
    ],
  },
  messages: {
    select:
      "Runs one query per row. Ask for all rows at once, with IN or a join, and look them up in a dictionary.",
    get: "Loads one object per row. Load all of them with one `select({model}).where({model}.id.in_(…))`, or load the relationship with its parents (selectinload).",
    django:
      "Runs one query per row. Ask for all rows at once with `__in`, or load the relation with `select_related()` or `prefetch_related()`.",
    lazy: "Reading `{name}` loads it for each {model} by itself. Load it with the list: {remedy}.",
    helper: "Called for every row, and each call runs a query for it, in `{name}`. Ask for all rows at once.",
  },
  check: {
    pythonPart(part, file, report) {
      for (const operation of part.operations) {
        if (!isQuery(operation)) continue;
        const item = perItemOf(file, operation.call);
        if (item && isPerItemQuery(file, operation, item)) {
          report(operation.call, messageOf(operation), {
            args: { model: modelOf(operation) },
            related: startedPerItem(file, item),
            ...(item.by === "fan-out" ? { severity: "information" as const } : {}),
          });
        }
      }
      for (const { node, name, model, library } of lazyLoadsOf(part, file))
        report(node, "lazy", {
          args: {
            name,
            model,
            remedy:
              library === "django"
                ? "`prefetch_related()` or `select_related()`"
                : `\`selectinload(${model}.${name})\``,
          },
        });
    },
    python(file, report) {
      reportHelpers(file, report);
    },
  },
});

/** Also `scalars(…)` of a statement that cannot be read: what gives values back is a SELECT. */
function isQuery({ action, verb, method }: Operation): boolean {
  return action === "run" && (verb === "select" || (verb === "unknown" && /^scalars?$/.test(method)));
}

function modelOf({ receiver, call }: Operation): string {
  const [model] = call.args;
  return receiver.model ?? (model?.kind === "Name" ? model.id : "Model");
}

function messageOf({ method, receiver }: Operation): Message {
  if (receiver.library === "django") return "django";
  return method === "get" ? "get" : "select";
}

function reportHelpers(file: FileModel, report: Report<Message>): void {
  const isForItem = (call: Operation["call"], item: PerItem) =>
    handsOverItem(file, call, item) && !isOutOfTurn(file, call, item) && !searches(file, call, item);
  const asksForParameter = (operation: Operation, helper: FunctionInfo) =>
    dependsOnArguments(file, operation, parameterDependence(helper, file));
  for (const { call, item, operation, helper } of helperCallsOf(file, isQuery, asksForParameter)) {
    if (!isForItem(call, item)) continue;
    report(call, "helper", {
      severity: "information",
      args: { name: helper.qualifiedName },
      related: [file.related(operation.call, "runs the query"), ...startedPerItem(file, item)],
    });
  }
  const imported = importedHelperCallsOf(file, ({ action, verb }) => action === "run" && verb === "select");
  for (const { call, item, helper, effect } of imported) {
    if (!isForItem(call, item)) continue;
    report(call, "helper", {
      severity: "information",
      args: { name: helper.name },
      related: [
        { file: helper.file, range: effect.range, text: { message: "runs the query", args: {} } },
        ...startedPerItem(file, item),
      ],
    });
  }
}
