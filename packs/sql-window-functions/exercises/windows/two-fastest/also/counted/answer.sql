SELECT r.id, r.name, count(o.id) + 1 AS place, m.id, m.seconds
FROM runs AS m
JOIN runners AS r ON r.id = m.runner_id
LEFT JOIN runs AS o
  ON o.runner_id = m.runner_id AND (o.seconds, o.id) < (m.seconds, m.id)
WHERE m.seconds IS NOT NULL
GROUP BY m.id
HAVING count(o.id) < 2
ORDER BY r.name, r.id, place;
