/** The panel's type, as the manifest's activation event and when clauses name it. */
export const PANEL_VIEW = "lanewise.results";
