SAVEPOINT job;

INSERT INTO job_log (what, number) VALUES ('cancelled', 0), ('released', 0);

WITH old AS (
  SELECT id FROM orders
  WHERE status IN ('open') AND date(created_at) < '2026-11-01'
)
DELETE FROM reservations WHERE order_id IN old RETURNING id;

UPDATE job_log SET number = changes()
WHERE rowid = (SELECT max(rowid) FROM job_log);

UPDATE orders AS o SET status = 'cancelled'
WHERE NOT status <> 'open' AND '2026-11-01 00:00:00' > o.created_at;

UPDATE job_log SET number = changes()
WHERE rowid = (SELECT max(rowid) - 1 FROM job_log);

RELEASE job;
