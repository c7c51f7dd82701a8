-- Select one statement and run "Lanewise: Benchmark Selected SQL".

-- The whole table: how fast can rows leave the database?
SELECT * FROM files;

-- One number from every row: the engine works, hardly anything is fetched.
SELECT count(*), max(length(filename)) FROM files;

-- A sort in memory, and few rows at the end.
SELECT filename, date FROM files ORDER BY filename LIMIT 100;

-- A group for each month.
SELECT substr(date, 1, 7) AS month, count(*) AS files FROM files GROUP BY month ORDER BY month;
