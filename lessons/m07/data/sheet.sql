-- One table for everything: each row is a line of an order.
CREATE TABLE sheet (
  order_id INTEGER NOT NULL,
  email TEXT NOT NULL,
  city TEXT,
  product TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  price_cents INTEGER NOT NULL,
  PRIMARY KEY (order_id, product)
) STRICT;

INSERT INTO sheet VALUES
  (11, 'kishore@x.test', 'Chennai', 'mug', 2, 650),
  (11, 'kishore@x.test', 'Chennai', 'green tea', 1, 450),
  (12, 'josé@x.test', 'Lima', 'tea pot', 1, 2400),
  (13, 'kishore@x.test', 'Chennai', 'green tea', 3, 450);
