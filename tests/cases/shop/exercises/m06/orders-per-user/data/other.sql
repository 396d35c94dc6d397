INSERT INTO users (id, name, city) VALUES
  (7, 'Zoë', NULL), (8, 'Lin', ''), (9, 'Lin', ''), (12, 'Bao', 'Huế'), (15, 'Ada', 'London');
INSERT INTO orders (id, user_id, total) VALUES
  (31, 8, 10), (32, 9, 10), (33, 12, 70), (34, 12, 70), (35, NULL, 5);
