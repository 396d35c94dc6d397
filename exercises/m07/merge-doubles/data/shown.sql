-- Asha has three accounts, Ravi two; Lin has two open orders.
INSERT INTO users VALUES
  (1, 'kishore@x.test'), (2, 'Asha@x.test'), (3, 'ravi@x.test'),
  (4, 'asha@x.test'), (5, 'lin@x.test'), (6, 'ravi@x.test'), (7, 'ASHA@x.test');

INSERT INTO orders VALUES
  (11, 2, 'paid'), (12, 4, 'open'), (13, 7, 'cancelled'), (14, 2, 'open'),
  (15, 6, 'open'), (16, 5, 'open'), (17, 5, 'open'), (18, 1, 'paid'), (19, 1, 'open');

INSERT INTO cart_items VALUES
  (1, 4, 'mug'), (2, 1, 'tea pot'), (3, 7, 'coffee'), (4, 6, 'mug'), (5, 3, 'mug');
