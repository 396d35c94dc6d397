-- A tie of three for the first place, and one for the second.
INSERT INTO runners (id, name) VALUES
  (6, 'Ngozi'), (7, 'Zoë'), (8, 'Lin');

INSERT INTO runs (id, runner_id, seconds) VALUES
  (61, 6, 280), (62, 6, 280), (63, 6, 280), (64, 6, 300),
  (71, 7, 290), (72, 7, 305), (73, 7, 305),
  (83, 8, 310), (82, 8, 310), (81, 8, 320);
