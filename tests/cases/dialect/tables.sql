-- Tables as they are made: types, keys and what they refer to.

-- case
CREATE TABLE users (id SERIAL PRIMARY KEY, name TEXT);
INSERT INTO users (name) VALUES ('Amara'), ('Ravi');
-- look
SELECT id, name FROM users ORDER BY name;
-- note serial: `id SERIAL`: SQLite does not know SERIAL and numbers nothing: what is left out is NULL. PostgreSQL counts the column up, and MySQL does for SERIAL; in SQLite INTEGER PRIMARY KEY is counted.
-- sqlite: NULL|Amara; NULL|Ravi
-- postgres: differs: 1|Amara; 2|Ravi

-- case
CREATE TABLE users (id BIGSERIAL, name TEXT);
INSERT INTO users (name) VALUES ('Amara');
-- look
SELECT id, name FROM users;
-- note serial: `id BIGSERIAL`: SQLite does not know SERIAL and numbers nothing: what is left out is NULL. PostgreSQL counts the column up, and MySQL does for SERIAL; in SQLite INTEGER PRIMARY KEY is counted.
-- sqlite: NULL|Amara
-- postgres: differs: 1|Amara

-- case
CREATE TABLE users (id INT PRIMARY KEY, name TEXT);
INSERT INTO users (name) VALUES ('Amara');
-- look
SELECT id, name FROM users;
-- note int-primary-key: `id INT`: In SQLite this key may be NULL and is never counted up: only INTEGER PRIMARY KEY, with that word, is the number of the row. In PostgreSQL and MySQL no primary key is ever NULL.
-- note null-in-key: `users`: SQLite lets this primary key be NULL: only INTEGER PRIMARY KEY never is. PostgreSQL and MySQL refuse the row: add NOT NULL to the column, and give a value.
-- sqlite: NULL|Amara
-- postgres: refuses: null value in column "id" of relation "users" violates not-null constraint

-- case
CREATE TABLE users (id BIGINT PRIMARY KEY, name TEXT);
INSERT INTO users VALUES (NULL, 'Amara');
-- look
SELECT id, name FROM users;
-- note int-primary-key: `id BIGINT`: In SQLite this key may be NULL and is never counted up: only INTEGER PRIMARY KEY, with that word, is the number of the row. In PostgreSQL and MySQL no primary key is ever NULL.
-- note null-in-key: `NULL`: SQLite lets this primary key be NULL: only INTEGER PRIMARY KEY never is. PostgreSQL and MySQL refuse the row: add NOT NULL to the column, and give a value.
-- sqlite: NULL|Amara
-- postgres: refuses: null value in column "id" of relation "users" violates not-null constraint

-- case
CREATE TABLE users (id INTEGER AUTO_INCREMENT PRIMARY KEY, name TEXT);
INSERT INTO users (name) VALUES ('Amara');
-- look
SELECT id, name FROM users;
-- note auto-increment: `AUTO_INCREMENT`: SQLite takes AUTO_INCREMENT for a part of the type and numbers nothing: INTEGER PRIMARY KEY does. The word is MySQL's; PostgreSQL writes GENERATED ALWAYS AS IDENTITY.
-- sqlite: NULL|Amara
-- postgres: refuses: syntax error at or near "AUTO_INCREMENT" at character 32

-- case
CREATE TABLE fruits (id INTEGER PRIMARY KEY, colour BANANA);
-- note unknown-type: `colour BANANA`: SQLite takes any word for a type, and this one is none. PostgreSQL and MySQL refuse it.
-- sqlite: done
-- postgres: refuses: type "banana" does not exist at character 53

-- case
CREATE TABLE codes (code STRING);
INSERT INTO codes VALUES ('007');
-- look
SELECT code FROM codes;
-- note string-type: `code STRING`: SQLite knows no type STRING: it turns '007' into the number 7. PostgreSQL and MySQL refuse it: the type of texts is TEXT.
-- sqlite: 7
-- postgres: refuses: type "string" does not exist at character 26

-- case
CREATE TABLE codes (id INTEGER PRIMARY KEY, code);
-- note no-type: `code`: In SQLite a column needs no type, and takes any value. PostgreSQL and MySQL refuse a column without one.
-- sqlite: done
-- postgres: refuses: syntax error at or near ")" at character 49

-- case
CREATE TABLE users (id INTEGER PRIMARY KEY, born DATETIME);
-- note mysql-type: `born DATETIME`: SQLite takes any word for a type and holds no value to it. MySQL has this type; PostgreSQL refuses it.
-- sqlite: done
-- postgres: refuses: type "datetime" does not exist at character 50

-- case
CREATE TABLE users (id INTEGER PRIMARY KEY, age TINYINT UNSIGNED);
-- note mysql-type: `age TINYINT UNSIGNED`: SQLite takes any word for a type and holds no value to it. MySQL has this type; PostgreSQL refuses it.
-- sqlite: done
-- postgres: refuses: syntax error at or near "UNSIGNED" at character 57

-- case
CREATE TABLE users (id INTEGER PRIMARY KEY, age INT(3));
-- note size-of-type: `age INT(3)`: SQLite does not look at the number in brackets. MySQL takes it with this type; PostgreSQL refuses it.
-- sqlite: done
-- postgres: refuses: syntax error at or near "(" at character 52

-- case
CREATE TABLE files (id INTEGER PRIMARY KEY, body BLOB);
-- note blob-type: `body BLOB`: SQLite and MySQL keep bytes in a BLOB. PostgreSQL does not know the type: it has BYTEA.
-- sqlite: done
-- postgres: refuses: type "blob" does not exist at character 50

-- case
CREATE TABLE prices (id INTEGER PRIMARY KEY, price DOUBLE);
-- note mysql-type: `price DOUBLE`: SQLite takes any word for a type and holds no value to it. MySQL has this type; PostgreSQL refuses it.
-- sqlite: done
-- postgres: refuses: type "double" does not exist at character 52

-- case
CREATE TABLE users (id UUID PRIMARY KEY NOT NULL, data JSONB);
-- note postgres-type: `id UUID`: SQLite takes any word for a type and holds no value to it. PostgreSQL has this type; MySQL refuses it.
-- sqlite: done
-- postgres: takes it

-- case
CREATE TABLE visits (at TIMESTAMPTZ NOT NULL);
-- note postgres-type: `at TIMESTAMPTZ`: SQLite takes any word for a type and holds no value to it. PostgreSQL has this type; MySQL refuses it.
-- sqlite: done
-- postgres: takes it

-- case
CREATE TABLE prices (price DECIMAL(10, 2));
INSERT INTO prices VALUES (0.1), (0.2);
-- look
SELECT CASE WHEN sum(price) = 0.3 THEN 'exact' ELSE 'not exact' END FROM prices;
-- note decimal: `price DECIMAL(10, 2)`: SQLite keeps fractions in binary, so sums of a DECIMAL drift. PostgreSQL and MySQL keep them exact; whole cents in an INTEGER are exact in all three.
-- sqlite: not exact
-- postgres: differs: exact

-- case
CREATE TABLE users (id INTEGER PRIMARY KEY, age INTEGER DEFAULT 'none');
-- note text-in-number: `'none'`: SQLite keeps this text in a column of numbers. PostgreSQL and MySQL refuse it, and so does SQLite in a STRICT table.
-- sqlite: done
-- postgres: refuses: invalid input syntax for type integer: "none" at character 65

-- case
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id));
-- note missing-parent: `users`: SQLite lets a foreign key name a table that is not there yet. PostgreSQL and MySQL refuse it: make the other table first.
-- sqlite: done
-- postgres: refuses: relation "users" does not exist

-- setup
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
-- case
CREATE TABLE orders (id INTEGER PRIMARY KEY, email TEXT REFERENCES users (email));
-- note no-parent-key: `users`: SQLite asks only at the first INSERT whether the columns that a foreign key names are a key. PostgreSQL and MySQL refuse it at once: it must be a PRIMARY KEY or UNIQUE.
-- sqlite: done
-- postgres: refuses: there is no unique constraint matching given keys for referenced table "users"

-- setup
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
-- case
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id TEXT REFERENCES users (id));
-- note parent-type: `users`: SQLite lets a foreign key have another type than the column that it names. PostgreSQL and MySQL refuse it.
-- sqlite: done
-- postgres: refuses: foreign key constraint "orders_user_id_fkey" cannot be implemented

-- setup
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
-- case
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id TEXT, FOREIGN KEY (user_id) REFERENCES users);
-- note parent-type: `users`: SQLite lets a foreign key have another type than the column that it names. PostgreSQL and MySQL refuse it.
-- sqlite: done
-- postgres: refuses: foreign key constraint "orders_user_id_fkey" cannot be implemented

-- setup
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
-- case
ALTER TABLE users ADD COLUMN born DATETIME;
-- note mysql-type: `born DATETIME`: SQLite takes any word for a type and holds no value to it. MySQL has this type; PostgreSQL refuses it.
-- sqlite: done
-- postgres: refuses: type "datetime" does not exist at character 35

-- case
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT(50));
-- note size-of-type: `name TEXT(50)`: SQLite does not look at the number in brackets. MySQL takes it with this type; PostgreSQL refuses it.
-- sqlite: done
-- postgres: refuses: type modifier is not allowed for type "text" at character 50

-- case
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT COMMENT 'as it is spoken');
-- note column-comment: `name TEXT COMMENT`: SQLite takes COMMENT and the text for a part of the type. The word is MySQL's; PostgreSQL writes COMMENT ON COLUMN.
-- sqlite: done
-- postgres: refuses: syntax error at or near "COMMENT" at character 55
