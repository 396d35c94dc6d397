-- number: the finished runs of each runner, the fastest first
WITH numbered AS (
  SELECT id, runner_id, seconds,
    row_number() OVER (
      PARTITION BY runner_id ORDER BY seconds, id
    ) AS place
  FROM runs
  WHERE seconds IS NOT NULL
)
-- keep: the first two
SELECT r.id, r.name, n.place, n.id, n.seconds
FROM numbered AS n
JOIN runners AS r ON r.id = n.runner_id
WHERE n.place <= 2
ORDER BY r.name, r.id, n.place;
