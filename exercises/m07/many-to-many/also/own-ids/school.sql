-- Every table with an id of its own; what may not repeat is an index.
CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, email TEXT NOT NULL) STRICT;
CREATE TABLE courses (id INTEGER PRIMARY KEY NOT NULL, title TEXT NOT NULL) STRICT;

CREATE TABLE enrolments (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  course_id INTEGER NOT NULL REFERENCES courses ON DELETE NO ACTION,
  day TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX enrolments_pair ON enrolments (user_id, course_id);
CREATE INDEX enrolments_course ON enrolments (course_id);

CREATE TABLE settings (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  language TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX settings_user ON settings (user_id);

CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  sender_id INTEGER CHECK (NOT sender_id = recipient_id) REFERENCES users ON DELETE SET NULL,
  recipient_id INTEGER REFERENCES users ON DELETE SET NULL,
  body TEXT NOT NULL
) STRICT;
