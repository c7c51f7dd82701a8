import type { FunctionInfo, Spawn } from "./file-model.ts";

/** By the function that they run. */
export type SpawnsByTarget = ReadonlyMap<FunctionInfo["node"], readonly Spawn[]>;

export function spawnsByTarget(spawns: readonly Spawn[]): SpawnsByTarget {
  const found = new Map<FunctionInfo["node"], Spawn[]>();
  for (const spawn of spawns)
    for (const { node } of spawn.runs) {
      const known = found.get(node);
      if (!known) found.set(node, [spawn]);
      else if (!known.includes(spawn)) known.push(spawn);
    }
  return found;
}

/** Whether the same starts, in the same way: nobody who looked at one would see another. */
export function isSameStart(one: readonly Spawn[] = [], other: readonly Spawn[] = []): boolean {
  return one.length === other.length && one.every((spawn, index) => isSameSpawn(spawn, other[index]));
}

function isSameSpawn(one: Spawn, other: Spawn | undefined): boolean {
  return (
    other !== undefined &&
    one.call === other.call &&
    one.kind === other.kind &&
    one.form === other.form &&
    one.target === other.target &&
    one.fanOut === other.fanOut &&
    one.loop?.node === other.loop?.node &&
    one.loop?.over === other.loop?.over &&
    one.sequential === other.sequential &&
    one.workers === other.workers &&
    isEqual(one.runs, other.runs, (info, also) => info === also) &&
    isEqual(
      one.arguments,
      other.arguments,
      (given, also) => given.node === also.node && given.parameter === also.parameter,
    ) &&
    isEqual(one.runsImported, other.runsImported, (run, also) => run === also)
  );
}

function isEqual<Item>(
  one: readonly Item[],
  other: readonly Item[],
  isSame: (item: Item, also: Item) => boolean,
): boolean {
  return one.length === other.length && one.every((item, index) => isSame(item, other[index] as Item));
}
