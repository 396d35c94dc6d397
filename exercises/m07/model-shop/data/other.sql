-- Two empty orders, equal totals, a line that was free.
INSERT INTO old_users VALUES
  (31, 'zoë@x.test'), (22, 'amara@x.test'), (27, 'lin@x.test');

INSERT INTO old_products VALUES
  (71, 'café crème', 320), (72, 'Bohnen', 1100), (70, 'café crème', 410);

INSERT INTO old_orders VALUES
  (52, 31, 'open'), (51, 31, 'cancelled'), (50, 22, 'paid'),
  (53, 22, 'paid'), (54, 22, 'open');

INSERT INTO old_items VALUES
  (50, 71, 2, 250), (53, 70, 1, 500), (52, 72, 4, 999), (52, 71, 1, 0);
