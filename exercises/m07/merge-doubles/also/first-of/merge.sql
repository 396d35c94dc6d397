BEGIN TRANSACTION;

-- 4. the newest open order of each person, whichever account it is in
WITH ranked AS (
  SELECT o.id, row_number() OVER (
    PARTITION BY lower(u.email) ORDER BY o.id DESC) AS place
  FROM orders AS o JOIN users AS u ON u.id = o.user_id
  WHERE o.status = 'open'
)
UPDATE orders SET status = 'cancelled'
WHERE id IN (SELECT id FROM ranked WHERE place > 1);

-- 1.
WITH first_of AS (
  SELECT id, min(id) OVER (PARTITION BY lower(email)) AS first_id FROM users
)
UPDATE orders SET user_id = first_of.first_id
FROM first_of WHERE first_of.id = orders.user_id;

WITH first_of AS (
  SELECT id, min(id) OVER (PARTITION BY lower(email)) AS first_id FROM users
)
UPDATE cart_items SET user_id = first_of.first_id
FROM first_of WHERE first_of.id = cart_items.user_id;

-- 2.
DELETE FROM users WHERE EXISTS (
  SELECT 1 FROM users AS older
  WHERE older.id < users.id AND lower(older.email) = lower(users.email)
);

-- 3. and 4.
CREATE UNIQUE INDEX one_open_order ON orders (user_id) WHERE status = 'open';
CREATE UNIQUE INDEX users_lower_email ON users (lower(email));

COMMIT;
