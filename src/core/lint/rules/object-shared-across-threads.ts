import { defineRule } from "../rule.ts";
import { nameOf } from "./sharing/handles.ts";
import { sharedObjects } from "./sharing/shared-objects.ts";

export const objectSharedAcrossThreads = defineRule({
  id: "object-shared-across-threads",
  severity: "off",
  severityWhenOn: "warning",
  measurable: false,
  docs: {
    summary: "A mapped object of one session that is handed to another thread.",
    why: `A mapped object belongs to the session that loaded it. To read an attribute that is expired or not loaded yet,
it asks that session, in whichever thread the question is asked; so the session is used by two threads although nobody
handed it over. Added to the other thread's session, it fails with *Object is already attached to session*.`,
    remedy: `Hand over what identifies it, or plain data: \`user.id\`, a dictionary, a dataclass. Let the thread load the
object with its own session. An object that is complete may be cut loose with \`session.expunge(user)\` first.`,
    leavesAlone: [
      "ids, columns, dictionaries, dataclasses",
      "objects that are expunged before, or merged in the thread",
      "new objects that no session has seen",
      "Django's models, which hold no session",
      "a thread that is waited for at once",
    ],
    examples: [
      {
        language: "python",
        bad: `from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import User


def greet(user):
    print(f"Hello {user.address.name}")


def greet_all(session: Session):
    with ThreadPoolExecutor() as executor:
        for user in session.scalars(select(User)):
            executor.submit(greet, «user»)
`,
        good: `from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import User


def greet(name):
    print(f"Hello {name}")


def greet_all(session: Session):
    with ThreadPoolExecutor() as executor:
        for user in session.scalars(select(User)):
            executor.submit(greet, user.address.name)
`,
      },
    ],
    sources: [
      {
        title: "SQLAlchemy: Is the Session thread-safe?",
        url: "https://docs.sqlalchemy.org/en/20/orm/session_basics.html#is-the-session-thread-safe-is-asyncsession-safe-to-share-in-concurrent-tasks",
      },
    ],
  },
  messages: {
    passed:
      "`{name}` belongs to the session that loaded it, and another thread gets it. Hand over its id, or expunge it first.",
  },
  check: {
    python(file, report) {
      for (const { node, value, spawn } of sharedObjects(file)) {
        const related = [file.related(value.origin, "It is loaded here.")];
        if (spawn) related.push(file.related(spawn.call, "The thread starts here."));
        report(node, "passed", { args: { name: nameOf(file, node) }, related });
      }
    },
  },
});
