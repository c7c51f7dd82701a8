/**
 * Modules of Python's own library that no program replaces by its own: an import of them means no file of the
 * workspace, even where Python itself is a part of it.
 */
const builtInModules = new Set(
  `__future__ _thread abc argparse array ast asyncio atexit base64 bisect builtins codecs collections concurrent configparser
  contextlib contextvars csv ctypes dataclasses datetime decimal difflib enum errno fractions functools gc getpass glob
  gzip hashlib heapq importlib inspect io itertools json locale logging math mimetypes multiprocessing operator os pathlib
  pickle pprint re secrets shutil signal socket sqlite3 ssl stat string struct subprocess sys sysconfig tempfile textwrap
  threading time timeit traceback types typing unittest urllib uuid warnings weakref xml zipfile zlib`.split(
    /\s+/,
  ),
);

/** `module` is dotted. */
export function isBuiltIn(module: string): boolean {
  const dot = module.indexOf(".");
  return builtInModules.has(dot < 0 ? module : module.slice(0, dot));
}
