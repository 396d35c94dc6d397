-- Who and what. Ids are whole numbers.
CREATE TABLE users (id, email);
CREATE TABLE products (id, name, price_cents);

-- What happened.
CREATE TABLE orders (id, user_id, status);
CREATE TABLE order_items (order_id, product_id, quantity);

-- What follows from it.
