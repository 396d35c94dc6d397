SELECT * FROM (
  SELECT id, name,
    (SELECT count(*) FROM orders
     WHERE customer_id = customers.id AND status = 'paid') AS n,
    (SELECT sum(total_cents) FROM orders
     WHERE customer_id = customers.id AND status = 'paid') AS cents
  FROM customers
)
WHERE n > 2 AND cents / 100.0 > 100
ORDER BY 4 DESC, 1;
