// First: the toolkit probes as soon as it is imported.
import "./toolkit-style-probe.ts";
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeRadio,
  vsCodeRadioGroup,
  vsCodeTextField,
} from "@vscode/webview-ui-toolkit";
import { endStyleProbe } from "./toolkit-style-probe.ts";

/** The only file that knows the toolkit, and the elements in use: those of the panel. */
export function registerToolkit(): void {
  endStyleProbe();
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeRadio(),
    vsCodeRadioGroup(),
    vsCodeTextField(),
  );
}

/** Those of the connection form. */
export function registerFormToolkit(): void {
  registerToolkit();
  provideVSCodeDesignSystem().register(vsCodeDropdown(), vsCodeOption());
}
