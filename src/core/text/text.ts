/** A sentence as data: `{name}` in the message is filled from the arguments. `vscode.l10n.t` takes the same shape. */
export interface Text {
  readonly message: string;
  readonly args: Readonly<Record<string, string | number>>;
}

export function text(message: string, args: Text["args"] = {}): Text {
  return { message, args };
}

/** Plain English: the placeholders filled. */
export function english({ message, args }: Text): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => String(args[name] ?? whole));
}
