-- Values that SQLite keeps in columns of another type.

-- setup for all
CREATE TABLE goods (
  id INTEGER PRIMARY KEY,
  code VARCHAR(5),
  mark CHAR(2),
  price DECIMAL(6, 2),
  stock INT,
  shelf SMALLINT,
  weight REAL,
  sold BOOLEAN,
  made DATE,
  seen TIMESTAMP,
  data JSON
);
INSERT INTO goods (id, code, stock) VALUES (1, 'mug', 3);

-- case
INSERT INTO goods (id, stock) VALUES (2, 'many');
-- look
SELECT stock FROM goods WHERE id = 2;
-- note text-in-number: `'many'`: SQLite keeps this text in a column of numbers. PostgreSQL and MySQL refuse it, and so does SQLite in a STRICT table.
-- sqlite: many
-- postgres: refuses: invalid input syntax for type integer: "many" at character 42

-- case
UPDATE goods SET stock = 'none' WHERE id = 1;
-- note text-in-number: `'none'`: SQLite keeps this text in a column of numbers. PostgreSQL and MySQL refuse it, and so does SQLite in a STRICT table.
-- sqlite: done
-- postgres: refuses: invalid input syntax for type integer: "none" at character 26

-- case
INSERT INTO goods (id, weight) VALUES (2, 'heavy');
-- note text-in-number: `'heavy'`: SQLite keeps this text in a column of numbers. PostgreSQL and MySQL refuse it, and so does SQLite in a STRICT table.
-- sqlite: done
-- postgres: refuses: invalid input syntax for type real: "heavy" at character 43

-- case
INSERT INTO goods (id, stock) VALUES (2, 2.6);
-- look
SELECT stock FROM goods WHERE id = 2;
-- note fraction-in-integer: `2.6`: SQLite keeps the fraction in a column of whole numbers. PostgreSQL and MySQL round it.
-- sqlite: 2.6
-- postgres: differs: 3

-- case
INSERT INTO goods (id, stock) VALUES (2, 3000000000);
-- note out-of-range: `3000000000`: SQLite keeps a number that is too large for this type. PostgreSQL and MySQL refuse it.
-- sqlite: done
-- postgres: refuses: integer out of range

-- case
UPDATE goods SET shelf = 70000 WHERE id = 1;
-- note out-of-range: `70000`: SQLite keeps a number that is too large for this type. PostgreSQL and MySQL refuse it.
-- sqlite: done
-- postgres: refuses: smallint out of range

-- case
INSERT INTO goods (id, code) VALUES (2, 'tea pot');
-- note too-long: `'tea pot'`: SQLite keeps a text that is longer than its type says. PostgreSQL and MySQL refuse it; in SQLite a CHECK (length(x) <= n) does.
-- sqlite: done
-- postgres: refuses: value too long for type character varying(5)

-- case
UPDATE goods SET mark = 'long' WHERE id = 1;
-- note too-long: `'long'`: SQLite keeps a text that is longer than its type says. PostgreSQL and MySQL refuse it; in SQLite a CHECK (length(x) <= n) does.
-- sqlite: done
-- postgres: refuses: value too long for type character(2)

-- case
INSERT INTO goods (id, price) VALUES (2, 9.999);
-- look
SELECT price FROM goods WHERE id = 2;
-- note not-rounded: `9.999`: SQLite keeps more digits after the point than this type names. PostgreSQL and MySQL round the number to them.
-- sqlite: 9.999
-- postgres: differs: 10.00

-- case
INSERT INTO goods (id, price) VALUES (2, 12345.5);
-- note out-of-range: `12345.5`: SQLite keeps a number that is too large for this type. PostgreSQL and MySQL refuse it.
-- sqlite: done
-- postgres: refuses: numeric field overflow

-- case
INSERT INTO goods (id, sold) VALUES (2, 'maybe');
-- note text-in-boolean: `'maybe'`: SQLite keeps the text: a BOOLEAN takes anything there. PostgreSQL makes TRUE or FALSE of 'yes' and its like, and refuses the rest; MySQL refuses words.
-- sqlite: done
-- postgres: refuses: invalid input syntax for type boolean: "maybe" at character 41

-- case
INSERT INTO goods (id, sold) VALUES (2, 'yes');
-- look
SELECT sold FROM goods WHERE id = 2;
-- note text-in-boolean: `'yes'`: SQLite keeps the text: a BOOLEAN takes anything there. PostgreSQL makes TRUE or FALSE of 'yes' and its like, and refuses the rest; MySQL refuses words.
-- sqlite: yes
-- postgres: differs: t

-- case
INSERT INTO goods (id, sold) VALUES (2, 1);
-- note number-in-boolean: `1`: In SQLite and MySQL a BOOLEAN is a number, and TRUE is 1. PostgreSQL refuses numbers: TRUE and FALSE work in all three.
-- sqlite: done
-- postgres: refuses: column "sold" is of type boolean but expression is of type integer at character 41

-- case
INSERT INTO goods (id, made) VALUES (2, 'soon');
-- note no-date: `'soon'`: SQLite keeps any text in this column: it has no type for times. PostgreSQL and MySQL refuse what is no date or time, and understand 2026-01-31.
-- sqlite: done
-- postgres: refuses: invalid input syntax for type date: "soon" at character 41

-- case
INSERT INTO goods (id, made) VALUES (2, '2026-02-30');
-- note no-date: `'2026-02-30'`: SQLite keeps any text in this column: it has no type for times. PostgreSQL and MySQL refuse what is no date or time, and understand 2026-01-31.
-- sqlite: done
-- postgres: refuses: date/time field value out of range: "2026-02-30" at character 41

-- case
INSERT INTO goods (id, made) VALUES (2, '5/1/2026');
-- look
SELECT made FROM goods WHERE id = 2;
-- note no-date: `'5/1/2026'`: SQLite keeps any text in this column: it has no type for times. PostgreSQL and MySQL refuse what is no date or time, and understand 2026-01-31.
-- sqlite: 5/1/2026
-- postgres: differs: 2026-05-01

-- case
INSERT INTO goods (id, seen) VALUES (2, 'yesterday evening');
-- note no-date: `'yesterday evening'`: SQLite keeps any text in this column: it has no type for times. PostgreSQL and MySQL refuse what is no date or time, and understand 2026-01-31.
-- sqlite: done
-- postgres: refuses: invalid input syntax for type timestamp: "yesterday evening" at character 41

-- case
INSERT INTO goods (id, made) VALUES (2, 20260131);
-- note number-in-other: `20260131`: SQLite keeps this number, whatever the type of the column. PostgreSQL refuses it here.
-- sqlite: done
-- postgres: refuses: column "made" is of type date but expression is of type integer at character 41

-- case
INSERT INTO goods (id, data) VALUES (2, '{name: mug}');
-- note no-json: `'{name: mug}'`: SQLite keeps any text in a column of JSON; CHECK (json_valid(x)) would refuse it. PostgreSQL and MySQL refuse what is no JSON: a text stands in double quotes in it.
-- sqlite: done
-- postgres: refuses: invalid input syntax for type json at character 41

-- case
INSERT INTO goods VALUES (NULL, 'cup', 'ab', 1, 1, 1, 1, NULL, NULL, NULL, NULL);
-- note null-numbers: `NULL`: SQLite gives the row the next number for this NULL, as MySQL does with AUTO_INCREMENT. PostgreSQL refuses it: leave the column out of the INSERT.
-- sqlite: done
-- postgres: refuses: null value in column "id" of relation "goods" violates not-null constraint

-- setup
CREATE TABLE tokens (id UUID, owner TEXT);
-- case
INSERT INTO tokens VALUES ('abc', 'Amara');
-- note no-uuid: `'abc'`: SQLite keeps any text in a column of UUIDs. PostgreSQL refuses what is none; MySQL has no such type.
-- sqlite: done
-- postgres: refuses: invalid input syntax for type uuid: "abc" at character 28

-- setup
CREATE TABLE tags (name TEXT PRIMARY KEY, label TEXT);
-- case
INSERT INTO tags (label) VALUES ('new');
-- look
SELECT name, label FROM tags;
-- note null-in-key: `tags`: SQLite lets this primary key be NULL: only INTEGER PRIMARY KEY never is. PostgreSQL and MySQL refuse the row: add NOT NULL to the column, and give a value.
-- sqlite: NULL|new
-- postgres: refuses: null value in column "name" of relation "tags" violates not-null constraint

-- setup
CREATE TABLE items (order_id INTEGER, product_id INTEGER, amount INTEGER, PRIMARY KEY (order_id, product_id));
-- case
INSERT INTO items VALUES (1, NULL, 2);
-- look
SELECT order_id, product_id, amount FROM items;
-- note null-in-key: `NULL`: SQLite lets this primary key be NULL: only INTEGER PRIMARY KEY never is. PostgreSQL and MySQL refuse the row: add NOT NULL to the column, and give a value.
-- sqlite: 1|NULL|2
-- postgres: refuses: null value in column "product_id" of relation "items" violates not-null constraint
