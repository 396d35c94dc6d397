-- Words and signs that SQLite takes.

-- setup for all
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, city TEXT);
INSERT INTO users (id, name, city) VALUES (1, 'Amara', 'Lagos'), (2, 'Ravi', 'Pune'), (3, 'Lin', NULL);

-- case
SELECT name FROM users WHERE id == 1;
-- note double-equals: `==`: SQLite takes == for =. PostgreSQL and MySQL refuse it: SQL compares with one =.
-- sqlite: Amara
-- postgres: refuses: operator does not exist: integer == integer at character 33

-- case
INSERT OR IGNORE INTO users (id, name) VALUES (1, 'Ada');
-- look
SELECT name FROM users WHERE id = 1;
-- note insert-or-ignore: `INSERT OR IGNORE`: INSERT OR IGNORE is SQLite's own. PostgreSQL has ON CONFLICT DO NOTHING at the end, which SQLite takes too; MySQL has INSERT IGNORE.
-- sqlite: Amara
-- postgres: refuses: syntax error at or near "OR" at character 8

-- case
INSERT OR REPLACE INTO users (id, name) VALUES (1, 'Ada');
-- look
SELECT name FROM users WHERE id = 1;
-- note insert-or-replace: `INSERT OR REPLACE`: INSERT OR REPLACE is SQLite's own: it deletes the row that is in the way. PostgreSQL has ON CONFLICT (id) DO UPDATE, which SQLite takes too; MySQL has REPLACE.
-- sqlite: Ada
-- postgres: refuses: syntax error at or near "OR" at character 8

-- case
REPLACE INTO users (id, name) VALUES (1, 'Ada');
-- note replace-into: `REPLACE INTO`: REPLACE deletes the row that is in the way, in SQLite and in MySQL. PostgreSQL refuses it: it has ON CONFLICT (id) DO UPDATE, which SQLite takes too.
-- sqlite: done
-- postgres: refuses: syntax error at or near "REPLACE" at character 1

-- case
UPDATE OR IGNORE users SET name = 'Ravi' WHERE id = 1;
-- note or-conflict: `UPDATE OR`: OR and a word for conflicts is SQLite's own. PostgreSQL and MySQL refuse it here.
-- sqlite: done
-- postgres: refuses: syntax error at or near "OR" at character 8

-- case
INSERT INTO users (id, name) VALUES (1, 'Ada') ON CONFLICT DO UPDATE SET name = 'Ada';
-- note upsert-target: `ON CONFLICT DO UPDATE`: SQLite lets DO UPDATE stand for any conflict. PostgreSQL wants the columns named: ON CONFLICT (id) DO UPDATE; MySQL writes ON DUPLICATE KEY UPDATE.
-- sqlite: done
-- postgres: refuses: ON CONFLICT DO UPDATE requires inference specification or constraint name at character 48

-- case
SELECT name FROM users ORDER BY id LIMIT 1, 2;
-- note limit-comma: `LIMIT 1, 2`: SQLite and MySQL take LIMIT offset, count. PostgreSQL refuses it: LIMIT count OFFSET offset works in all three.
-- sqlite: Ravi; Lin
-- postgres: refuses: LIMIT #,# syntax is not supported at character 36

-- case
SELECT name FROM users ORDER BY id LIMIT -1;
-- note negative-limit: `LIMIT -1`: In SQLite a negative LIMIT means all rows. PostgreSQL and MySQL refuse it: leave LIMIT out.
-- sqlite: Amara; Ravi; Lin
-- postgres: refuses: LIMIT must not be negative

-- case
SELECT name FROM users WHERE city ISNULL;
-- note isnull: `ISNULL`: SQLite and PostgreSQL take ISNULL as an operator. MySQL refuses it: IS NULL works in all three.
-- sqlite: Lin
-- postgres: takes it

-- case
SELECT name FROM users WHERE city NOTNULL ORDER BY id;
-- note notnull: `NOTNULL`: SQLite and PostgreSQL take NOTNULL as an operator. MySQL refuses it: IS NOT NULL works in all three.
-- sqlite: Amara; Ravi
-- postgres: takes it

-- case
SELECT name FROM users WHERE name GLOB 'A*';
-- note glob: `GLOB`: GLOB is SQLite's own: * and ? stand for text, and A differs from a. PostgreSQL and MySQL refuse it: they have LIKE, and regular expressions.
-- sqlite: Amara
-- postgres: refuses: syntax error at or near "GLOB" at character 35

-- case
SELECT rowid, name FROM users WHERE id = 2;
-- note rowid: `rowid`: SQLite gives every row a hidden number, rowid. PostgreSQL and MySQL have none: use the column of the primary key.
-- sqlite: 2|Ravi
-- postgres: refuses: column "rowid" does not exist at character 8

-- case
SELECT name FROM sqlite_schema WHERE type = 'table';
-- note sqlite-schema: `sqlite_schema`: SQLite keeps its schema in this table. PostgreSQL and MySQL have information_schema.tables for that.
-- sqlite: users
-- postgres: refuses: relation "sqlite_schema" does not exist at character 18

-- case
PRAGMA table_info(users);
-- note pragma: `PRAGMA`: PRAGMA is SQLite's own. PostgreSQL and MySQL tell about tables in information_schema, and have SET and SHOW for settings.
-- sqlite: 0|id|INTEGER|0|NULL|1; 1|name|TEXT|1|NULL|0; 2|city|TEXT|0|NULL|0
-- postgres: refuses: syntax error at or near "PRAGMA" at character 1

-- case
EXPLAIN QUERY PLAN SELECT name FROM users;
-- note explain-query-plan: `EXPLAIN QUERY PLAN`: EXPLAIN QUERY PLAN is SQLite's own. PostgreSQL and MySQL write EXPLAIN.
-- sqlite: 2|0|213|SCAN users USING COVERING INDEX sqlite_autoindex_users_1
-- postgres: refuses: syntax error at or near "QUERY" at character 9

-- case
BEGIN IMMEDIATE;
UPDATE users SET city = 'Lima' WHERE id = 3;
COMMIT;
-- look
SELECT city FROM users WHERE id = 3;
-- note begin-kind: `BEGIN IMMEDIATE`: In SQLite this word says when the transaction takes its lock. PostgreSQL and MySQL refuse it: they lock rows, so BEGIN is enough.
-- sqlite: Lima
-- postgres: refuses: syntax error at or near "IMMEDIATE" at character 7

-- case
CREATE VIEW IF NOT EXISTS homes AS SELECT city FROM users;
-- note view-if-not-exists: `CREATE VIEW IF NOT EXISTS`: SQLite takes IF NOT EXISTS for a view. PostgreSQL and MySQL 8.4 refuse it: they have CREATE OR REPLACE VIEW.
-- sqlite: done
-- postgres: refuses: syntax error at or near "NOT" at character 16

-- case
CREATE TABLE gone (name TEXT);
CREATE TRIGGER keep AFTER DELETE ON users BEGIN INSERT INTO gone VALUES (OLD.name); END;
-- note trigger-body: `CREATE TRIGGER`: In SQLite a trigger holds its statements between BEGIN and END. PostgreSQL's trigger calls a function; MySQL has a body too, and needs FOR EACH ROW.
-- sqlite: done
-- postgres: refuses: syntax error at or near "BEGIN" at character 43

-- case
CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT);
-- note autoincrement: `AUTOINCREMENT`: AUTOINCREMENT is SQLite's word, and an INTEGER PRIMARY KEY counts without it. PostgreSQL writes GENERATED ALWAYS AS IDENTITY, MySQL AUTO_INCREMENT.
-- sqlite: done
-- postgres: refuses: syntax error at or near "AUTOINCREMENT" at character 44

-- case
CREATE TABLE settings (name TEXT PRIMARY KEY NOT NULL, value TEXT) WITHOUT ROWID;
-- note without-rowid: `WITHOUT ROWID`: WITHOUT ROWID is SQLite's own: it keeps the rows in the order of their key. PostgreSQL and MySQL refuse it.
-- sqlite: done
-- postgres: refuses: syntax error at or near "ROWID" at character 76

-- case
CREATE TABLE codes (code TEXT NOT NULL UNIQUE ON CONFLICT REPLACE);
-- note conflict-clause: `ON CONFLICT REPLACE`: In SQLite a constraint may say what happens when it is broken. PostgreSQL and MySQL refuse ON CONFLICT in CREATE TABLE: it belongs to the INSERT.
-- sqlite: done
-- postgres: refuses: syntax error at or near "ON" at character 47

-- case
SELECT name FROM users WHERE name = 'amara' COLLATE NOCASE;
-- note collate-nocase: `COLLATE NOCASE`: NOCASE is SQLite's: it takes A and a for the same, in ASCII only. PostgreSQL and MySQL do not know it: compare lower(x), which works in all three.
-- sqlite: Amara
-- postgres: refuses: collation "nocase" for encoding "UTF8" does not exist at character 45

-- case
SELECT name FROM users NOT INDEXED WHERE id = 1;
-- note indexed-by: `NOT INDEXED`: SQLite alone takes the name of an index this way. PostgreSQL refuses it and has no such hint; MySQL writes USE INDEX.
-- sqlite: Amara
-- postgres: refuses: syntax error at or near "NOT" at character 24

-- case
SELECT count() FROM users;
-- note count-of-nothing: `count()`: SQLite takes count() for count(*). PostgreSQL and MySQL refuse it: write count(*).
-- sqlite: 3
-- postgres: refuses: count(*) must be used to call a parameterless aggregate function at character 8

-- case
SELECT name FROM users WHERE id IN ();
-- note empty-list: `IN ()`: SQLite takes an empty list: nothing is in it. PostgreSQL and MySQL refuse it, so a program must handle an empty list itself.
-- sqlite: no rows
-- postgres: refuses: syntax error at or near ")" at character 37

-- case
SELECT `name` FROM `users` WHERE id = 1;
-- note backticks: ``name``: SQLite and MySQL take a name in backticks. PostgreSQL refuses it: a name needs double quotes, or better none.
-- sqlite: Amara
-- postgres: refuses: syntax error at or near "FROM" at character 15

-- case
SELECT [name] FROM [users] WHERE id = 1;
-- note brackets: `[name]`: SQLite takes a name in square brackets, as SQL Server does. PostgreSQL and MySQL refuse it: a name is best written without any quotes.
-- sqlite: Amara
-- postgres: refuses: syntax error at or near "[" at character 8

-- case
SELECT name AS 'who' FROM users WHERE id = 1;
-- note text-as-name: `'who'`: SQLite takes a text in single quotes for a name here. PostgreSQL refuses it, and MySQL takes it after AS only: write the name without quotes.
-- sqlite: Amara
-- postgres: refuses: syntax error at or near "'who'" at character 16

-- case
SELECT name FROM 'users' WHERE id = 1;
-- note text-as-name: `'users'`: SQLite takes a text in single quotes for a name here. PostgreSQL refuses it, and MySQL takes it after AS only: write the name without quotes.
-- sqlite: Amara
-- postgres: refuses: syntax error at or near "'users'" at character 18

-- case
SELECT x'414243';
-- note blob-literal: `x'414243'`: In SQLite and MySQL x'...' is a string of bytes. In PostgreSQL it is a string of bits: there bytes are written '\x...'.
-- sqlite: [41, 42, 43]
-- postgres: differs: 010000010100001001000011

-- setup
CREATE TABLE logs (data JSON);
INSERT INTO logs VALUES ('{"name": "Amara"}');
-- case
SELECT data ->> '$.name' FROM logs;
-- note json-path: `'$.name'`: SQLite and MySQL read the text after the arrow as a path from $. PostgreSQL reads it as the name of a key, and finds none: there it is data ->> 'name'.
-- sqlite: Amara
-- postgres: differs: NULL

-- case
SELECT 'tea' 'pot';
-- note texts-in-a-row: `'tea' 'pot'`: SQLite takes the second text for the name of the result. MySQL joins both; PostgreSQL does so only across lines, and refuses it here.
-- sqlite: tea
-- postgres: refuses: syntax error at or near "'pot'" at character 14

-- case
SELECT count(*) FROM users CROSS JOIN users others ON others.id = users.id;
-- note cross-join-on: `ON`: SQLite and MySQL take ON after CROSS JOIN. PostgreSQL refuses it: write JOIN.
-- sqlite: 3
-- postgres: refuses: syntax error at or near "ON" at character 52

-- case
CREATE TABLE copies (LIKE users);
INSERT INTO copies VALUES (9);
-- note create-like: `LIKE users`: SQLite makes a column whose name is LIKE. PostgreSQL and MySQL copy the columns of the other table.
-- sqlite: done
-- postgres: refuses: null value in column "name" of relation "copies" violates not-null constraint
