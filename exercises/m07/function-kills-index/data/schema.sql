CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL
) STRICT;

-- what somebody typed into the form; one row
CREATE TABLE typed (
  email TEXT NOT NULL
) STRICT;
