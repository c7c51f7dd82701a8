import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeRadio,
  vsCodeRadioGroup,
} from "@vscode/webview-ui-toolkit";

/** The only file that knows the toolkit: the elements in use, `vscode-button`, `vscode-radio` and `vscode-radio-group`. */
export function registerToolkit(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeRadio(), vsCodeRadioGroup());
}
