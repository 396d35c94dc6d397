-- a. the orders of a user, the newest first
SELECT id, total_cents FROM orders
WHERE user_id = 7 ORDER BY created_at DESC;

-- b. the order with the code on the receipt
SELECT id, status FROM orders WHERE code = 'T919';

-- c. what a courier brought since March, in the order of time
SELECT id, code FROM orders
WHERE courier_id = 3 AND created_at >= '2026-03-01' ORDER BY created_at;

-- d. everything since a certain evening, the oldest first
SELECT id, user_id FROM orders
WHERE created_at >= '2026-05-01 18:00:00' ORDER BY created_at;

-- e. what was paid, in cents
SELECT sum(total_cents) FROM orders WHERE status = 'paid';
