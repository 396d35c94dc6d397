-- Old orders that nobody paid: cancel them, give their reservations back,
-- and write both numbers into job_log.
BEGIN;

DELETE FROM reservations
WHERE order_id IN (
  SELECT id FROM orders
  WHERE status = 'open' AND created_at < '2026-11-01 00:00:00'
);
INSERT INTO job_log (what, number) VALUES ('released', changes());

UPDATE orders SET status = 'cancelled'
WHERE status = 'open' AND created_at < '2026-11-01 00:00:00';
INSERT INTO job_log (what, number) VALUES ('cancelled', changes());

COMMIT;
