INSERT INTO runners (id, name) VALUES
  (1, 'Mei'), (2, 'Jürgen'), (3, 'Asha'), (4, 'Omar'), (5, 'Mei');

INSERT INTO runs (id, runner_id, seconds) VALUES
  (11, 1, 310), (12, 1, 295), (13, 1, 302),
  (21, 2, 410), (22, 2, NULL), (23, 2, 400),
  (31, 3, 282), (32, 3, 300), (33, 3, 280),
  (51, 5, 350), (52, 5, 340), (53, 5, 330);
