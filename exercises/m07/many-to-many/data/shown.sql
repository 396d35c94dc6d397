-- Kishore takes both courses, and two users take the first one.
INSERT INTO old_users VALUES
  (1, 'kishore@x.test'), (2, 'amara@x.test'), (3, 'josé@x.test');
INSERT INTO old_courses VALUES (7, 'Tea from leaf to cup'), (8, 'Throwing a mug');
INSERT INTO old_enrolments VALUES
  (1, 7, '2026-03-02'), (1, 8, '2026-03-02'), (2, 7, '2026-04-01');
INSERT INTO old_settings VALUES (2, 'en'), (1, 'ta');
INSERT INTO old_messages VALUES
  (5, 1, 2, 'Shall we go together?'), (6, 2, 1, 'Yes.'), (9, 3, 1, 'Is it good?');
