// node samples/make-database.mjs [--rows N] [--seed N] FILE
// The table `files(id, filename, date)` of a program that reads millions of rows in threads. The same rows and
// seed always give the same content. A file that is already that is kept.
import { closeSync, existsSync, openSync, readSync, renameSync, rmSync } from "node:fs";
import process from "node:process";
import { parseArgs } from "node:util";
import Database from "better-sqlite3";

/** Raise it when the content changes: databases of an older version are then made again. */
const version = 1;
const rowsPerBatch = 50_000;

const folders = ["archive", "backup", "documents", "invoices", "logs", "media", "photos", "reports", "scans"];
const words = ["angel", "bell", "candle", "carol", "chimney", "cookie", "frost", "garland", "gift", "holly"];
const moreWords = [
  "ivy",
  "lantern",
  "mistletoe",
  "nutmeg",
  "pine",
  "reindeer",
  "sleigh",
  "snow",
  "star",
  "tinsel",
];
const endings = ["csv", "docx", "jpg", "json", "log", "pdf", "png", "tar.gz", "txt", "xlsx"];
const firstDay = Date.UTC(2009, 0, 1);
const dayMs = 86_400_000;
const days = 12 * 365;

process.exitCode = main(process.argv.slice(2));

/** @param {string[]} args */
function main(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { rows: { type: "string", default: "500000" }, seed: { type: "string", default: "1" } },
  });
  const [rows, seed] = [Number(values.rows), Number(values.seed)];
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0 || !isCount(rows, 100_000_000) || !isCount(seed, 65_535)) {
    console.error("Usage: node samples/make-database.mjs [--rows 1…100000000] [--seed 1…65535] FILE");
    return 2;
  }
  const mark = { applicationId: version * 65_536 + seed, userVersion: rows };
  if (existsSync(file) && isMarked(file, mark)) {
    console.log(`${file} has its ${rows} rows already.`);
    return 0;
  }
  const started = performance.now();
  const unfinished = `${file}.${process.pid}.tmp`;
  try {
    write(unfinished, rows, seed, mark);
    // Side files of the database that stood here would be taken for this one's.
    for (const suffix of ["-journal", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
    renameSync(unfinished, file);
  } finally {
    rmSync(unfinished, { force: true });
  }
  console.log(`${file} made with ${rows} rows in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  return 0;
}

/**
 * @param {number} value
 * @param {number} most
 */
function isCount(value, most) {
  return Number.isInteger(value) && value >= 1 && value <= most;
}

/**
 * What a database was made from stands in two fields of SQLite's header, so that `files` is all a user sees.
 * Reading them needs no session: https://www.sqlite.org/fileformat2.html#the_database_header
 * @param {string} file
 * @param {{ applicationId: number, userVersion: number }} mark
 */
function isMarked(file, mark) {
  const header = Buffer.alloc(100);
  const handle = openSync(file, "r");
  const read = readSync(handle, header, 0, header.length, 0);
  closeSync(handle);
  return (
    read === header.length &&
    header.readUInt32BE(60) === mark.userVersion &&
    header.readUInt32BE(68) === mark.applicationId
  );
}

/**
 * @param {string} file
 * @param {number} rows
 * @param {number} seed
 * @param {{ applicationId: number, userVersion: number }} mark
 */
function write(file, rows, seed, mark) {
  const database = new Database(file);
  try {
    // A torn file never gets its name, so nothing needs a journal.
    database.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;");
    database.exec(
      `PRAGMA application_id = ${mark.applicationId}; PRAGMA user_version = ${mark.userVersion};`,
    );
    database.exec("CREATE TABLE files (id INTEGER PRIMARY KEY, filename VARCHAR, date DATE)");
    const insert = database.prepare("INSERT INTO files (id, filename, date) VALUES (?, ?, ?)");
    const random = generator(seed);
    const dates = Array.from({ length: days }, (_, day) => isoDate(day));
    for (let done = 0; done < rows; done += rowsPerBatch) {
      const last = Math.min(rows, done + rowsPerBatch);
      database.exec("BEGIN");
      for (let id = done + 1; id <= last; id++) {
        insert.run(id, filename(random), dates[Math.floor(random() * days)]);
      }
      database.exec("COMMIT");
      showProgress(last, rows);
    }
  } finally {
    database.close();
  }
}

/** @param {() => number} random */
function filename(random) {
  const depth = 1 + Math.floor(random() * 3);
  let folder = "";
  for (let level = 0; level < depth; level++) folder += `/${pick(folders, random)}`;
  const name = `${pick(words, random)}-${pick(moreWords, random)}`;
  return `${folder}/${name}-${Math.floor(random() * 100_000)}.${pick(endings, random)}`;
}

/**
 * @param {readonly string[]} list
 * @param {() => number} random
 */
function pick(list, random) {
  return list[Math.floor(random() * list.length)];
}

/** @param {number} day since the first */
function isoDate(day) {
  return new Date(firstDay + day * dayMs).toISOString().slice(0, 10);
}

/**
 * Mulberry32, by Tommy Ettinger, public domain: 32 bits of state are plenty for file names.
 * @param {number} seed
 * @returns {() => number} numbers in [0, 1)
 */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * @param {number} done
 * @param {number} rows
 */
function showProgress(done, rows) {
  if (!process.stdout.isTTY) return;
  process.stdout.write(done < rows ? `\r${Math.floor((100 * done) / rows)} % of ${rows} rows` : "\r\x1b[K");
}
