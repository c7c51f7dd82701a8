import { checkThenUseFile } from "../../../../src/core/lint/rules/check-then-use-file.ts";
import { checkRule } from "../../../support/check-rule.ts";

checkRule(checkThenUseFile, {
  finds: [
    {
      name: "makedirs",
      code: `import os
if not «os.path.exists("out")»:
    os.makedirs("out")
`,
      severity: "information",
    },
    {
      name: "os.path.join and mkdir",
      code: `import os

def prepare(base, name):
    if not «os.path.isdir(os.path.join(base, name))»:
        os.mkdir(os.path.join(base, name))
`,
    },
    {
      name: "pathlib",
      code: `from pathlib import Path

def prepare(name):
    folder = Path(name)
    if not «folder.exists()»:
        folder.mkdir(parents=True)
`,
    },
    {
      name: "remove",
      code: `import os

def clean(path):
    if «os.path.exists(path)»:
        os.remove(path)
`,
    },
    {
      name: "open in the body, an aliased import",
      code: `import os.path as osp

def read(path):
    if «osp.isfile(path)»:
        with open(path) as f:
            return f.read()
`,
    },
    {
      name: "open after a guard",
      code: `import os

def read(path):
    if not «os.path.exists(path)»:
        return None
    with open(path) as f:
        return f.read()
`,
    },
    {
      name: "open in the else",
      code: `from os.path import exists

def read(path):
    if not «exists(path)»:
        text = ""
    else:
        text = open(path).read()
    return text
`,
    },
    {
      name: "among other conditions, in a method",
      code: `import os

class Cache:
    def load(self):
        if self.enabled and «os.path.exists(self.path)»:
            with open(self.path) as f:
                self.data = f.read()
`,
    },
    {
      name: "read_text of a joined path",
      code: `from pathlib import Path
ROOT = Path("data")

def read():
    if «(ROOT / "a.txt").exists()»:
        return (ROOT / "a.txt").read_text()
`.replace("«(ROOT", "«(ROOT"),
    },
  ],
  leaves: [
    {
      name: "exist_ok and missing_ok",
      code: `import os
from pathlib import Path
os.makedirs("out", exist_ok=True)
if not os.path.exists("in"):
    os.makedirs("in", exist_ok=True)
Path("x").unlink(missing_ok=True)
`,
    },
    {
      name: "another path",
      code: `import os
if not os.path.exists("a"):
    os.makedirs("b")
`,
    },
    {
      name: "only asked",
      code: `import os

def has(path):
    if os.path.exists(path):
        return True
    return False
`,
    },
    {
      name: "the use handles the error",
      code: `import os

def clean(path):
    if os.path.exists(path):
        try:
            os.remove(path)
        except FileNotFoundError:
            pass
`,
    },
    {
      name: "an existing file is not overwritten",
      code: `import os

def write(path, text):
    if os.path.exists(path):
        raise FileExistsError(path)
    print(text)
`,
    },
    {
      name: "another file is written if it is missing",
      code: `import os

def seed(path, template):
    if not os.path.exists(path):
        print(open(template).read())
`,
    },
    {
      name: "exists() of something else",
      code: `
def clean(queryset, key, s3):
    if queryset.filter(id=key).exists():
        queryset.remove(key)
    if s3.exists(key):
        s3.open(key)
`,
    },
    {
      name: "Django's exists()",
      code: `
def ensure(User, name):
    if not User.objects.filter(name=name).exists():
        User.objects.create(name=name)
`,
    },
    {
      name: "the path is another one by then",
      code: `import os

def read(path):
    if not os.path.exists(path):
        return None
    path = path + ".gz"
    return open(path)
`,
    },
    {
      name: "open for a file that is missing, elsewhere",
      code: `import os

def lock(path):
    while os.path.exists(path):
        pass
    return open("other")
`,
    },
    {
      name: "a check that chooses between two values",
      code: `import os

def config(path):
    return path if os.path.exists(path) else "default.ini"
`,
    },
    {
      name: "an assertion in a test",
      code: `import os

def test_written(tmp_path):
    assert os.path.exists(tmp_path / "a")
    open(tmp_path / "a")
`,
    },
  ],
  fixes: [
    {
      name: "exist_ok instead of the check",
      before: `import os

def prepare(base):
    if not os.path.exists(base + "/out"):
        os.makedirs(base + "/out", mode=0o755)
    return base
`,
      after: `import os

def prepare(base):
    os.makedirs(base + "/out", mode=0o755, exist_ok=True)
    return base
`,
      safe: true,
    },
    {
      name: "pathlib's mkdir",
      before: `from pathlib import Path
folder = Path("out")
if not folder.is_dir():
    folder.mkdir()
`,
      after: `from pathlib import Path
folder = Path("out")
folder.mkdir(exist_ok=True)
`,
    },
  ],
});
