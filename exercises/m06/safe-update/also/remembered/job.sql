BEGIN;

CREATE TEMP TABLE old_orders AS
  SELECT id FROM orders
  WHERE status = 'open' AND date(created_at) < '2026-11-01';

UPDATE orders SET status = 'cancelled'
WHERE id IN (SELECT id FROM old_orders);
INSERT INTO job_log (what, number) VALUES ('cancelled', changes());

DELETE FROM reservations
WHERE order_id IN (SELECT id FROM old_orders);
INSERT INTO job_log (what, number) VALUES ('released', changes());

DROP TABLE old_orders;
COMMIT;
