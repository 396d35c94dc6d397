-- Two courses have one title; somebody left before.
INSERT INTO old_users VALUES
  (31, 'zoë@x.test'), (22, 'lin@x.test'), (27, 'omar@x.test'), (24, 'sam@x.test');
INSERT INTO old_courses VALUES
  (52, 'Rösten'), (50, 'Filter'), (51, 'Filter'), (53, 'Steam');
INSERT INTO old_enrolments VALUES
  (27, 50, '2026-01-05'), (31, 50, '2026-01-05'), (22, 50, '2026-01-06'),
  (31, 51, '2026-01-05'), (31, 52, '2026-02-11');
INSERT INTO old_settings VALUES (31, 'de'), (22, 'de'), (24, 'en');
INSERT INTO old_messages VALUES
  (12, 31, 22, 'a'), (11, NULL, 31, 'b'), (15, 22, NULL, 'c'), (13, 27, 24, 'a'),
  (14, 31, 22, 'a'), (10, NULL, NULL, 'd');
