-- Who and what.
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL
) STRICT;

CREATE TABLE courses (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL
) STRICT;

-- Who takes what, since which day.
CREATE TABLE enrolments (
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  course_id INTEGER NOT NULL REFERENCES courses (id),
  day TEXT NOT NULL,
  PRIMARY KEY (user_id, course_id)
) STRICT;

-- What a user has one of.
CREATE TABLE settings (
  user_id INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  language TEXT NOT NULL
) STRICT;

-- Who writes to whom.
CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  sender_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
  recipient_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
  body TEXT NOT NULL,
  CHECK (sender_id <> recipient_id)
) STRICT;
