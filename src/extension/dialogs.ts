import type { Text } from "../core/text/text.ts";

/** A button under a message. */
export interface Choice {
  readonly label: Text;
  readonly run: () => unknown;
}

/** One sentence or several. */
export type Sentences = Text | readonly Text[];

/** How the extension speaks to its user; the one implementation is `vscode-dialogs.ts`. */
export interface Dialogs {
  /** Shows a message and does not wait for it. */
  say(kind: "info" | "warning" | "error", sentences: Sentences, choices?: readonly Choice[]): void;
  /** Where the path of a file is asked for; undefined when the user gives up. */
  openFile(): Promise<string | undefined>;
  /** Where to save; undefined when the user gives up. */
  saveFile(proposal: SaveProposal): Promise<SaveTarget | undefined>;
  pickFromList<T>(list: PickList<T>): Promise<T | undefined>;
}

export interface SaveProposal {
  readonly title: Text;
  readonly name: string;
  readonly kind: string;
  readonly extension: string;
}

export interface SaveTarget {
  readonly path: string;
  /** Gives the reason where the file cannot be written. */
  write(content: string): Promise<string | undefined>;
  /** Shows the file: text in an editor, a page in the browser. */
  open(): unknown;
}

export interface PickList<T> {
  readonly title: Text;
  readonly placeholder: Text;
  readonly items: readonly PickItem<T>[];
  /** A button of an item was pressed. Gives the items to show from then on; undefined closes the list. */
  readonly onButton?: (value: T, button: string) => Promise<readonly PickItem<T>[] | undefined>;
}

export interface PickItem<T> {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly value: T;
  readonly buttons?: readonly { readonly id: string; readonly icon: string; readonly tooltip: string }[];
}
