import { mkdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { addonOptions, checkNode } from "./drivers/sqlite/addon.ts";

/**
 * Makes the sample database, as a program of its own: `sample-worker.js FILE`. A music shop with a table of files that
 * is long enough to be worth measuring. The file gets its name when it is whole.
 */
const FILES = 200_000;
const ALBUMS = 400;
const TRACKS_PER_ALBUM = 12;

const schema = `
CREATE TABLE artists (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, country TEXT);
CREATE TABLE albums (
  id INTEGER PRIMARY KEY,
  artist_id INTEGER NOT NULL REFERENCES artists (id),
  title TEXT NOT NULL,
  released DATE
);
CREATE TABLE tracks (
  id INTEGER PRIMARY KEY,
  album_id INTEGER NOT NULL REFERENCES albums (id),
  position INTEGER NOT NULL,
  title TEXT NOT NULL,
  seconds REAL NOT NULL,
  price NUMERIC(6, 2)
);
CREATE TABLE files (id INTEGER PRIMARY KEY, filename VARCHAR, date DATE);
CREATE INDEX albums_by_artist ON albums (artist_id);
CREATE UNIQUE INDEX tracks_in_order ON tracks (album_id, position);
CREATE VIEW long_tracks AS
  SELECT artists.name AS artist, albums.title AS album, tracks.title, tracks.seconds
  FROM tracks JOIN albums ON albums.id = album_id JOIN artists ON artists.id = artist_id
  WHERE seconds > 400;
`;

function numbers(count: number): string {
  return `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;
}

/** `i * 2654435761 % m` spreads the numbers as chance would, and always in the same way. */
const rows = `
${numbers(80)} INSERT INTO artists
  SELECT i, printf('Artist %02d', i), CASE i % 5 WHEN 0 THEN NULL WHEN 1 THEN 'DE' WHEN 2 THEN 'FR' WHEN 3 THEN 'JP' ELSE 'BR' END FROM n;
${numbers(ALBUMS)} INSERT INTO albums
  SELECT i, 1 + i * 2654435761 % 80, printf('Album %03d', i), date('1970-01-01', (i * 2654435761 % 18000) || ' days') FROM n;
${numbers(ALBUMS * TRACKS_PER_ALBUM)} INSERT INTO tracks
  SELECT i, 1 + (i - 1) / ${TRACKS_PER_ALBUM}, 1 + (i - 1) % ${TRACKS_PER_ALBUM}, printf('Track %04d', i),
    120 + i * 2654435761 % 3600 / 10.0, CASE i % 9 WHEN 0 THEN NULL ELSE 0.99 + i % 3 END FROM n;
${numbers(FILES)} INSERT INTO files
  SELECT i, printf('/archive/%02d/photo-%06d.jpg', i % 97, i), date('2009-01-01', (i * 2654435761 % 4380) || ' days') FROM n;
ANALYZE;
`;

function make(file: string): void {
  const tooOld = checkNode();
  if (tooOld) throw new Error(`Node ${tooOld.detail} is too old.`);
  mkdirSync(path.dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}.tmp`;
  try {
    const db = new Database(unfinished, addonOptions);
    db.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;${schema}BEGIN;${rows}COMMIT;`);
    db.close();
    renameSync(unfinished, file);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

const [, , file] = process.argv;
if (file === undefined) throw new Error("Usage: sample-worker FILE");
make(file);
