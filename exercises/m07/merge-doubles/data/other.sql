-- Ids as they came: the first account of an email is not always the one in small letters.
INSERT INTO users VALUES
  (40, 'zoë@x.test'), (31, 'OMAR@y.test'), (38, 'omar@y.test'), (33, 'meera@x.test'),
  (35, 'Omar@y.test'), (36, 'mee_ra@x.test'), (32, 'meetra@x.test'), (39, 'amara@y.test'), (45, 'ZOë@x.test');

INSERT INTO orders VALUES
  (70, 38, 'open'), (61, 35, 'open'), (65, 31, 'open'), (62, 36, 'open'),
  (63, 33, 'open'), (64, 45, 'paid'), (66, 40, 'paid'), (67, 39, 'cancelled'), (69, 32, 'open'),
  (68, 45, 'cancelled');

INSERT INTO cart_items VALUES
  (9, 35, 'Bohnen'), (8, 45, 'café crème'), (7, 33, 'mug'), (6, 31, 'tray');
