/** What a key gives to a command in place of a node: whatever is selected in the tree. */
export const SELECTION = "selection";

/** What another command gives: the active connection. */
export const ACTIVE = "active";
