-- The shop after a busy time: 1,000 users and 20,000 orders.
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL
) STRICT;

CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id),
  status TEXT NOT NULL,
  created_at TEXT NOT NULL,
  total_cents INTEGER NOT NULL
) STRICT;

WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
INSERT INTO users (id, name, email)
SELECT i, 'User ' || i, 'User' || i || '@shop.test' FROM n;

UPDATE users SET name = 'Amara', email = 'Amara@shop.test' WHERE id = 7;

-- One order in 50 is open; three orders share each minute.
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
INSERT INTO orders (id, user_id, status, created_at, total_cents)
SELECT i, i * 7919 % 1000 + 1, iif(i % 50 = 0, 'open', 'paid'),
  datetime('2026-01-01', (i / 3) || ' minutes'), 300 + i * 37 % 5000
FROM n;
