// First: the toolkit probes as soon as it is imported.
import "./toolkit-style-probe.ts";
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeRadio,
  vsCodeRadioGroup,
} from "@vscode/webview-ui-toolkit";
import { endStyleProbe } from "./toolkit-style-probe.ts";

/** The only file that knows the toolkit: the elements in use, `vscode-button`, `vscode-radio` and `vscode-radio-group`. */
export function registerToolkit(): void {
  endStyleProbe();
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeRadio(), vsCodeRadioGroup());
}
