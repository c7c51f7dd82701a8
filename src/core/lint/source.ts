import type { Unit } from "./syntax/python.ts";

/** A Python file that was parsed. */
export interface Source {
  /** As the linter was told. */
  readonly path: string;
  readonly text: string;
  /** In order of position; the members of a large class stand in its unit. */
  readonly units: readonly Unit[];
  /** Whether the time budget ended before all of it was parsed. */
  readonly cut: boolean;
}
