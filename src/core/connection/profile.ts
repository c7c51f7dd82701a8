/** How to reach a database, without its secret. */
export interface Profile {
  readonly engine: "sqlite";
  /** For people: the file's name. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
}
