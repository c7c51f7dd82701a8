export const CONNECTIONS_VIEW = "lanewise.connections";

/** The page of the first rows of a table. */
export const PREVIEW_VIEW = "lanewise.preview";
