INSERT INTO customers (id, name, city) VALUES
  (1, 'Kishore', 'Chennai'),
  (2, 'Amara', 'Lagos'),
  (3, 'Ravi', 'Pune'),
  (4, 'José', 'Lima'),
  (5, 'Ravi', 'Delhi'),
  (6, 'Meera', NULL),
  (7, 'Lin', NULL);

-- The online shop stands in no city.
INSERT INTO shops (id, name, city) VALUES
  (1, 'Old Market', 'Pune'),
  (2, 'Harbour', 'Lima'),
  (3, 'Online', NULL);
