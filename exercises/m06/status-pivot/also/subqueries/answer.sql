SELECT id, name,
  (SELECT count(*) FROM orders WHERE store_id = s.id) AS n,
  (SELECT count(*) FROM orders WHERE store_id = s.id AND status = 'open') AS n_open,
  (SELECT count(*) FROM orders WHERE store_id = s.id AND status = 'paid') AS n_paid,
  (SELECT count(*) FROM orders WHERE store_id = s.id AND status = 'cancelled') AS n_cancelled,
  (SELECT coalesce(sum(total_cents), 0) FROM orders
   WHERE store_id = s.id AND status = 'paid') AS cents
FROM stores AS s;
