CREATE TEMP TABLE counted AS
  SELECT count(*) AS n FROM orders
  WHERE status = 'open' AND created_at < '2026-11-01';
BEGIN;
DELETE FROM reservations WHERE order_id IN (
  SELECT id FROM orders WHERE status = 'open' AND created_at < '2026-11-01');
CREATE TEMP TABLE gone AS SELECT changes() AS n;
UPDATE orders SET status = 'cancelled'
WHERE status = 'open' AND created_at < '2026-11-01';
COMMIT;
INSERT INTO job_log (what, number) SELECT 'cancelled', n FROM counted;
INSERT INTO job_log (what, number) SELECT 'released', n FROM gone;
DROP TABLE gone;
DROP TABLE counted;
