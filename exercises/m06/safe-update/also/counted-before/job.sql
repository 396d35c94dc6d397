BEGIN IMMEDIATE;

INSERT INTO job_log (what, number)
SELECT 'cancelled', count(*) FROM orders
WHERE status = 'open' AND created_at < '2026-11';

INSERT INTO job_log (what, number)
SELECT 'released', count(*)
FROM reservations AS r JOIN orders AS o ON o.id = r.order_id
WHERE o.status = 'open' AND o.created_at < '2026-11';

DELETE FROM reservations AS r
WHERE EXISTS (
  SELECT 1 FROM orders AS o
  WHERE o.id = r.order_id AND o.status = 'open' AND o.created_at < '2026-11'
);

UPDATE orders SET status = 'cancelled'
WHERE status = 'open' AND created_at < '2026-11';

END;
