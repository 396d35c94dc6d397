-- The old books of the shop: they are moved into your tables.
CREATE TABLE old_users (id INTEGER, email TEXT);
CREATE TABLE old_products (id INTEGER, name TEXT, price_cents INTEGER);
CREATE TABLE old_orders (id INTEGER, user_id INTEGER, status TEXT);
CREATE TABLE old_items (
  order_id INTEGER, product_id INTEGER, quantity INTEGER, price_cents INTEGER
);
