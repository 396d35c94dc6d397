INSERT INTO users (id, name) VALUES (1, 'Amara'), (2, 'Ravi'), (3, 'Meera');
INSERT INTO orders (id, user_id, total) VALUES
  (1, 1, 4500), (2, 1, 900), (3, 2, 120), (4, 3, 700), (5, 1, 80), (6, 2, 4500);
