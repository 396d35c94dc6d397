INSERT INTO customers (id, name, city) VALUES
  (21, 'Zoë', 'pune'),
  (22, 'Tomás', ''),
  (23, 'Asha', 'Pune'),
  (24, 'Yuki', NULL),
  (25, 'Ngozi', 'Pune '),
  (26, 'Sam', 'Lagos'),
  (27, 'Mei', 'Cork');

INSERT INTO shops (id, name, city) VALUES
  (4, 'Online', NULL),
  (5, 'Island', 'Lagos'),
  (6, 'Station', 'pune'),
  (7, 'Depot', NULL),
  (8, 'Kiosk', '');
