-- The email itself is the key that orders point at.
CREATE TABLE users (
  email TEXT NOT NULL PRIMARY KEY,
  city TEXT
) STRICT;

CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  user_email TEXT NOT NULL REFERENCES users (email)
) STRICT;

INSERT INTO users VALUES ('kishore@x.test', 'Chennai');
INSERT INTO orders VALUES (11, 'kishore@x.test');
