CREATE TABLE "users" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "email" TEXT NOT NULL,
  "email_key" TEXT GENERATED ALWAYS AS (lower("email")) STORED UNIQUE
);

-- Two triggers in place of a CHECK: one for each way to write.
CREATE TRIGGER users_insert BEFORE INSERT ON users
WHEN length(NEW.email) > 100
BEGIN
  SELECT RAISE(ABORT, 'an email has at most 100 characters');
END;

CREATE TRIGGER users_update BEFORE UPDATE ON users
WHEN length(NEW.email) > 100
BEGIN
  SELECT RAISE(ABORT, 'an email has at most 100 characters');
END;
