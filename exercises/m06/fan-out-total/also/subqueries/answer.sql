SELECT id,
  (SELECT coalesce(sum(quantity * price_cents), 0)
   FROM order_items WHERE order_id = orders.id) AS total_cents,
  (SELECT coalesce(sum(amount_cents), 0)
   FROM payments WHERE order_id = orders.id) AS paid_cents
FROM orders;
