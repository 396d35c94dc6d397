-- Stores before their first order; one was made online.
INSERT INTO stores (id, name) VALUES (71, 'Café Ñandú'), (72, 'Lab');

INSERT INTO orders (id, store_id, status, total_cents) VALUES
  (201, NULL, 'paid', 990);
