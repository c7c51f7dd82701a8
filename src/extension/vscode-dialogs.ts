import { homedir } from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import type { Choice, Dialogs, PickItem, PickList, SaveProposal, SaveTarget } from "./dialogs.ts";
import { localize, localizeAll } from "./localize.ts";
import { asError, type Log } from "./log.ts";

const show = {
  info: vscode.window.showInformationMessage,
  warning: vscode.window.showWarningMessage,
  error: vscode.window.showErrorMessage,
};

/** `Dialogs` by VS Code's own messages, file dialogs and quick picks. */
export function vscodeDialogs(log: Log): Dialogs {
  return {
    say(kind, sentences, choices = []) {
      ask(kind, localizeAll(sentences), choices).catch((error: unknown) => log.error(asError(error)));
    },
    openFile,
    saveFile,
    pickFromList: (list) => pickFromList(list, log),
  };
}

async function ask(kind: keyof typeof show, message: string, choices: readonly Choice[]): Promise<void> {
  const items = choices.map((choice) => ({ title: localize(choice.label), choice }));
  const chosen = await show[kind](message, ...items);
  await chosen?.choice.run();
}

async function openFile(): Promise<string | undefined> {
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === "file");
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t("Open SQLite Database"),
    openLabel: vscode.l10n.t("Open"),
    filters: {
      [vscode.l10n.t("SQLite databases")]: ["db", "sqlite", "sqlite3", "db3", "s3db"],
      [vscode.l10n.t("All files")]: ["*"],
    },
    ...(folder ? { defaultUri: folder.uri } : {}),
  });
  return chosen?.[0]?.fsPath;
}

async function saveFile({ title, name, kind, extension }: SaveProposal): Promise<SaveTarget | undefined> {
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === "file");
  const uri = await vscode.window.showSaveDialog({
    title: localize(title),
    filters: { [kind]: [extension] },
    defaultUri: folder ? vscode.Uri.joinPath(folder.uri, name) : vscode.Uri.file(path.join(homedir(), name)),
  });
  if (!uri) return undefined;
  return {
    path: uri.fsPath,
    write: async (content) => {
      try {
        await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
        return undefined;
      } catch (error) {
        return asError(error).message;
      }
    },
    open: () =>
      extension === "html"
        ? vscode.env.openExternal(uri)
        : vscode.commands.executeCommand("vscode.open", uri),
  };
}

function pickFromList<T>(list: PickList<T>, log: Log): Promise<T | undefined> {
  return new Promise((resolve) => {
    const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { value: T }>();
    pick.title = localize(list.title);
    pick.placeholder = localize(list.placeholder);
    pick.matchOnDescription = true;
    pick.matchOnDetail = true;
    pick.items = list.items.map(pickItem);
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.value);
      pick.hide();
    });
    pick.onDidTriggerItemButton(({ item, button }) => {
      const press = async () => {
        const items = await list.onButton?.(item.value, (button as ItemButton).id);
        if (items) pick.items = items.map(pickItem);
        else pick.hide();
      };
      press().catch((error: unknown) => log.error(asError(error)));
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

interface ItemButton extends vscode.QuickInputButton {
  readonly id: string;
}

function pickItem<T>(item: PickItem<T>): vscode.QuickPickItem & { value: T } {
  const { label, description, detail, value, buttons = [] } = item;
  return {
    label,
    value,
    ...(description === undefined ? {} : { description }),
    ...(detail === undefined ? {} : { detail }),
    buttons: buttons.map(
      ({ id, icon, tooltip }): ItemButton => ({ id, tooltip, iconPath: new vscode.ThemeIcon(icon) }),
    ),
  };
}
