INSERT INTO customers (id, name, city) VALUES
  (31, 'Omar', 'Pune'),
  (32, 'Lucía', 'Oslo'),
  (33, 'Ines', 'Cork');

INSERT INTO shops (id, name, city) VALUES
  (8, 'Hill', 'Oslo');
