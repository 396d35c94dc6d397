-- One cent in all.
INSERT INTO halls (id, name) VALUES (11, 'été'), (12, 'loft');

INSERT INTO tickets (id, hall_id, cents, refunded) VALUES (111, 12, 1, 0);
