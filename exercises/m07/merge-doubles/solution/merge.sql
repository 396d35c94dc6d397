BEGIN;

-- 1. what belongs to the doubles goes to the account with the lowest id
UPDATE orders SET user_id = (
  SELECT min(k.id) FROM users AS k WHERE lower(k.email) = (
    SELECT lower(u.email) FROM users AS u WHERE u.id = orders.user_id
  )
);
UPDATE cart_items SET user_id = (
  SELECT min(k.id) FROM users AS k WHERE lower(k.email) = (
    SELECT lower(u.email) FROM users AS u WHERE u.id = cart_items.user_id
  )
);

-- 2. the doubles go
DELETE FROM users
WHERE id NOT IN (SELECT min(id) FROM users GROUP BY lower(email));

-- 3. one account for an email
CREATE UNIQUE INDEX users_email ON users (lower(email));

-- 4. one open order for a user
UPDATE orders SET status = 'cancelled'
WHERE status = 'open' AND id NOT IN (
  SELECT max(id) FROM orders WHERE status = 'open' GROUP BY user_id
);
CREATE UNIQUE INDEX one_open ON orders (user_id) WHERE status = 'open';

COMMIT;
