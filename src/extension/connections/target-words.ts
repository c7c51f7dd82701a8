/** What a key gives to a command in place of a node: the one that has the keyboard's focus. */
export const FOCUSED = "focused";

/** What another command gives: the active connection. */
export const ACTIVE = "active";
