CREATE TABLE statuses (name VARCHAR(20) NOT NULL PRIMARY KEY);
INSERT INTO statuses (name) VALUES ('open'), ('paid'), ('cancelled');

CREATE TABLE users (
  id bigint NOT NULL PRIMARY KEY CHECK (typeof(id) = 'integer'),
  email VARCHAR(200) NOT NULL
);
CREATE UNIQUE INDEX users_email_once ON users (upper(email));

CREATE TABLE products (
  id bigint NOT NULL PRIMARY KEY,
  name VARCHAR(200) NOT NULL,
  price_cents INT NOT NULL
    CHECK (typeof(price_cents) = 'integer' AND price_cents >= 0)
);

CREATE TABLE orders (
  id bigint NOT NULL PRIMARY KEY,
  user_id bigint NOT NULL REFERENCES users,
  status VARCHAR(20) NOT NULL DEFAULT 'open' REFERENCES statuses (name)
);
CREATE UNIQUE INDEX one_cart
  ON orders ((CASE WHEN status = 'open' THEN user_id END));

CREATE TABLE order_items (
  product_id bigint NOT NULL REFERENCES products,
  order_id bigint NOT NULL REFERENCES orders ON DELETE CASCADE,
  quantity INT NOT NULL CHECK (typeof(quantity) = 'integer' AND quantity > 0),
  price_cents INT NOT NULL
    CHECK (typeof(price_cents) = 'integer' AND price_cents >= 0),
  CONSTRAINT one_line PRIMARY KEY (product_id, order_id)
);

CREATE VIEW order_totals AS
SELECT order_id, sum(cents) AS total_cents
FROM (
  SELECT id AS order_id, 0 AS cents FROM orders
  UNION ALL
  SELECT order_id, quantity * price_cents FROM order_items
) AS parts
GROUP BY order_id;
