SELECT runner_id, name, place, run_id, seconds
FROM (
  SELECT n.runner_id, r.name, n.id AS run_id, n.seconds,
         rank() OVER w AS place
  FROM runs AS n
  JOIN runners AS r ON r.id = n.runner_id
  WINDOW w AS (PARTITION BY n.runner_id ORDER BY n.seconds NULLS LAST, n.id)
)
WHERE place IN (1, 2) AND seconds IS NOT NULL
ORDER BY name, runner_id, place;
