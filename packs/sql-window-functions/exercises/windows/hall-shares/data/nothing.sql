-- Free and refunded tickets only: nothing was taken.
INSERT INTO halls (id, name) VALUES (9, 'Odéon'), (10, 'yard');

INSERT INTO tickets (id, hall_id, cents, refunded) VALUES
  (91, 9, NULL, 0), (92, 9, 900, 1);
