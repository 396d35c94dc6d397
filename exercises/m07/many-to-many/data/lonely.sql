-- One user, nothing taken yet; everybody she wrote to has left.
INSERT INTO old_users VALUES (1, 'yuki@x.test');
INSERT INTO old_courses VALUES (1, 'Tea'), (2, 'tea');
INSERT INTO old_messages VALUES (1, 1, NULL, 'Hello?'), (2, 1, NULL, 'Hello?');
