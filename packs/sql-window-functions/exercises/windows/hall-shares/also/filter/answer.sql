SELECT h.name,
  count(t.id) FILTER (WHERE NOT t.refunded),
  coalesce(sum(t.cents) FILTER (WHERE NOT t.refunded), 0) AS cents,
  round(
    coalesce(sum(t.cents) FILTER (WHERE NOT t.refunded), 0) * 100.0
      / sum(sum(t.cents) FILTER (WHERE NOT t.refunded)) OVER (), 1)
FROM halls AS h
LEFT JOIN tickets AS t ON t.hall_id = h.id
GROUP BY h.id
ORDER BY cents DESC, h.id;
