import { writeFileSync } from "node:fs";
import path from "node:path";
import { defaultLintConfig, type LintConfig } from "../../../src/core/lint/config.ts";
import { rules } from "../../../src/core/lint/rules/index.ts";
import { PythonDisk } from "../../../src/node/python-disk.ts";
import type { FromLintWorker, ToLintWorker } from "../../../src/protocol/lint.ts";
import { Analyser } from "../../../src/workers/lint/analyser.ts";
import { LintService } from "../../../src/workers/lint/lint-service.ts";
import { parseUnit } from "../../support/parse-python.ts";

export type Findings = Extract<FromLintWorker, { type: "findings" }>;

/** What an editor with one folder says to the lint worker, and hears. Files go by their names in the folder. */
export class LintEditor {
  readonly folder: string;
  readonly said: FromLintWorker[] = [];
  readonly #service: LintService;

  constructor(folder: string) {
    this.folder = folder;
    this.#service = new LintService({
      analyser: new Analyser(parseUnit, rules),
      disk: new PythonDisk(),
      post: (message) => this.said.push(message),
    });
    this.configure({});
  }

  configure(config: Partial<LintConfig>): void {
    const all = { ...defaultLintConfig, ...config };
    const folder = { folder: this.folder, config: all, excludes: [], projects: [], sitePackages: undefined };
    this.send({ type: "configure", folders: [folder], fallback: all });
  }

  send(message: ToLintWorker): void {
    this.#service.receive(structuredClone(message));
  }

  open(file: string, version: number, text: string): void {
    this.send({ type: "open-document", file: this.name(file), version, text });
  }

  edit(file: string, version: number, start: number, end: number, text: string): void {
    this.send({ type: "change-document", file: this.name(file), version, edits: [{ start, end, text }] });
  }

  notebook(cells: (ToLintWorker & { type: "open-notebook" })["cells"]): void {
    this.send({ type: "open-notebook", file: this.name("book.ipynb"), cells });
  }

  check(id: number, files: readonly string[]): void {
    this.send({ type: "check-files", id, files: files.map((file) => this.name(file)) });
  }

  changed(files: readonly string[], deleted: readonly string[]): void {
    const names = (list: readonly string[]) => list.map((file) => this.name(file));
    this.send({ type: "files-changed", changed: names(files), deleted: names(deleted) });
  }

  write(file: string, text: string): void {
    writeFileSync(this.name(file), text);
  }

  name(file: string): string {
    return file.startsWith("cell:") ? file : path.join(this.folder, file);
  }

  /** The last that was said of a text. */
  latest(file: string): Findings | undefined {
    const isAbout = (message: FromLintWorker): message is Findings =>
      message.type === "findings" && message.file === this.name(file);
    return this.said.filter(isAbout).at(-1);
  }

  has(file: string): boolean {
    return this.latest(file) !== undefined;
  }

  rulesIn(file: string): string[] {
    return this.latest(file)?.findings.map(({ rule }) => rule) ?? [];
  }

  finished(id: number): boolean {
    return this.said.some((message) => message.type === "check-finished" && message.id === id);
  }

  async answer(file: string, version: number): Promise<Findings> {
    await this.until(() => this.latest(file)?.version === version);
    const found = this.latest(file);
    if (!found) throw new Error("There is no answer.");
    return found;
  }

  /** Waits for what is said to be so; the test's own time limit ends it. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
  }

  /** Time enough for all that is going to be said. */
  async quiet(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
