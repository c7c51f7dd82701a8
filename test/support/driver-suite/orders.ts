import type { Failure } from "../../../src/core/benchmark/outcome.ts";
import type { Fetch, Parameter } from "../../../src/core/benchmark/plan.ts";
import type {
  Attempt,
  CatalogSession,
  DriverSession,
  Reach,
  SessionOrder,
} from "../../../src/workers/drivers/driver.ts";
import { driverOf } from "../../../src/workers/drivers/index.ts";

export interface OrderOptions {
  readonly fetch?: Fetch;
  readonly rowLimit?: number;
  readonly parameters?: readonly Parameter[];
  readonly laneBytes?: number;
  readonly fewRows?: boolean;
  readonly stopped?: () => boolean;
  readonly onRows?: (rows: number) => void;
}

/** An order for a session whose operations run a statement; by default with all rows kept. */
export function orderOf(reach: Reach, sql: string, options: OrderOptions = {}): SessionOrder {
  const { fetch = "all", rowLimit, parameters = [], laneBytes = 2 ** 27, fewRows = false } = options;
  return {
    ...reach,
    workload: { kind: "query", sql, parameters, fetch, rowLimit: rowLimit ?? null },
    session: {},
    seed: 1,
    laneBytes,
    fewRows,
    stopped: options.stopped ?? (() => false),
    onRows: options.onRows ?? (() => {}),
  };
}

/** The value of an attempt that must not fail. */
export function taken<T>(attempt: Attempt<T>): T {
  if (!attempt.ok) throw new Error(`${attempt.failure.reason}: ${attempt.failure.detail}`);
  return attempt.value;
}

/** The failure of an attempt that must fail. */
export function failed(attempt: Attempt<unknown>): Failure {
  if (attempt.ok) throw new Error("It should have failed");
  return attempt.failure;
}

/** Opens a session, uses it, and closes it whatever happens. */
export async function withSession<T>(
  order: SessionOrder,
  act: (session: DriverSession) => Promise<T>,
): Promise<T> {
  const session = taken(await (await driverOf(order.profile.engine)).open(order));
  try {
    return await act(session);
  } finally {
    await session.close();
  }
}

/** Opens a catalog, reads it, and closes it whatever happens. */
export async function withCatalog<T>(
  reach: Reach,
  act: (catalog: CatalogSession) => Promise<T>,
  timeoutMs = 10_000,
): Promise<T> {
  const catalog = taken(await (await driverOf(reach.profile.engine)).browse({ ...reach, timeoutMs }));
  try {
    return await act(catalog);
  } finally {
    await catalog.close();
  }
}

export async function inspect(reach: Reach, sql: string, options: OrderOptions = {}) {
  return (await driverOf(reach.profile.engine)).inspect(orderOf(reach, sql, options));
}

/** The rows that one operation keeps. */
export async function rowsOf(reach: Reach, sql: string, options: OrderOptions = {}) {
  return withSession(orderOf(reach, sql, options), async (session) => {
    const result = await session.run(0);
    if (result.failure) throw new Error(`${result.failure.reason}: ${result.failure.detail}`);
    return session.keptRows;
  });
}
