import * as vscode from "vscode";
import { DisposableStore } from "../disposable-store.ts";
import type { Answer, Frame, Option, QuickInputs } from "./quick-inputs.ts";

/** `QuickInputs` by VS Code's own quick picks and input boxes. */
export const vscodeQuickInputs: QuickInputs = { pickOne, pickMany, enterText };

type Item<T> = vscode.QuickPickItem & { readonly value: T };

function pickOne<T>({
  frame,
  placeholder,
  options,
  active,
}: Parameters<typeof vscodeQuickInputs.pickOne<T>>[0]): Promise<Answer<T>> {
  const pick = vscode.window.createQuickPick<Item<T>>();
  pick.placeholder = placeholder;
  pick.items = options.map(toItem);
  pick.activeItems = pick.items.filter(({ value }) => value === active);
  return answerOf<T>(pick, frame, () => {
    const [item] = pick.selectedItems;
    return item && { kind: "answered", value: item.value };
  });
}

function pickMany<T>({
  frame,
  placeholder,
  whenEmpty,
  options,
  picked,
}: Parameters<typeof vscodeQuickInputs.pickMany<T>>[0]): Promise<Answer<readonly T[]>> {
  const pick = vscode.window.createQuickPick<Item<T>>();
  pick.canSelectMany = true;
  pick.placeholder = placeholder;
  pick.items = options.map(toItem);
  pick.selectedItems = pick.items.filter(({ value }) => picked.includes(value));
  return answerOf<readonly T[]>(pick, frame, () => {
    if (pick.selectedItems.length > 0)
      return { kind: "answered", value: pick.selectedItems.map(({ value }) => value) };
    pick.value = "";
    pick.placeholder = whenEmpty;
    return undefined;
  });
}

function enterText({
  frame,
  prompt,
  placeholder,
  value,
  problem,
}: Parameters<QuickInputs["enterText"]>[0]): Promise<Answer<string>> {
  const box = vscode.window.createInputBox();
  box.prompt = prompt;
  box.placeholder = placeholder;
  box.value = value;
  box.onDidChangeValue((written) => {
    box.validationMessage = problem(written);
  });
  return answerOf<string>(box, frame, () => {
    box.validationMessage = problem(box.value);
    return box.validationMessage === undefined ? { kind: "answered", value: box.value } : undefined;
  });
}

/** Shows the input until it is answered, left by Back or abandoned. `accept` gives undefined to stay. */
function answerOf<T>(
  input: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox,
  { title, step, totalSteps }: Frame,
  accept: () => Answer<T> | undefined,
): Promise<Answer<T>> {
  const owned = new DisposableStore();
  owned.add(input);
  input.title = title;
  input.step = step;
  input.totalSteps = totalSteps;
  // A click into the editor to look something up does not lose what was answered.
  input.ignoreFocusOut = true;
  input.buttons = step > 1 ? [vscode.QuickInputButtons.Back] : [];
  return new Promise<Answer<T>>((resolve) => {
    owned.add(
      input.onDidAccept(() => {
        const answer = accept();
        if (answer) resolve(answer);
      }),
    );
    owned.add(input.onDidTriggerButton(() => resolve({ kind: "back" })));
    owned.add(input.onDidHide(() => resolve({ kind: "abandoned" })));
    input.show();
  }).finally(() => owned.dispose());
}

function toItem<T>({ label, description, detail, value }: Option<T>): Item<T> {
  return {
    label,
    value,
    ...(description === undefined ? {} : { description }),
    ...(detail === undefined ? {} : { detail }),
  };
}
