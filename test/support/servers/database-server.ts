/** A database server that tests use: where it is, and who may log in. */
export interface DatabaseServer {
  readonly engine: "postgres" | "mysql" | "mssql";
  /** With user, password and database. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** The server's certificate, signed by itself, as PEM; undefined: it has none, or it is not known. */
  readonly certificate: string | undefined;
}

/** A server that only the test which started it uses. It ends with the test's process at the latest. */
export interface PrivateServer extends DatabaseServer {
  /** Its Unix socket; the same user and password hold there. */
  readonly socketPath: string;
  /** Its data, sockets and certificate; gone when it has stopped. */
  readonly folder: string;
  /** Of the server that runs, or ran last. */
  pid(): number;
  /** SIGKILL, to the server and all of its processes. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data. Ends it in order before, if it runs. */
  restart(): Promise<void>;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** May do everything on this server. Default `tester`. */
  readonly user?: string;
  /** Default: drawn at random. */
  readonly password?: string;
  /** Default `lanewise`. */
  readonly database?: string;
  /** Default `off`. `required` refuses connections without it, except through the Unix socket. */
  readonly tls?: "off" | "offered" | "required";
  readonly maxConnections?: number;
  /** The server's own names, and values; they win over all else here. */
  readonly settings?: Readonly<Record<string, string | number>>;
  /** Keep what makes commits survive a power cut: for tests that measure. Default false. */
  readonly durable?: boolean;
}
