-- a. the orders of a user, the newest first
SELECT id, total_cents FROM orders
WHERE user_id = 7 ORDER BY created_at DESC;

-- b. what a user ordered since March, in cents
SELECT sum(total_cents) FROM orders
WHERE user_id = 7 AND created_at >= '2026-03-01';

-- c. open orders from before February, the oldest first
SELECT id, user_id FROM orders
WHERE status = 'open' AND created_at < '2026-02-01' ORDER BY created_at;

-- d. how many orders since March are open
SELECT count(*) FROM orders
WHERE status = 'open' AND created_at >= '2026-03-01';
