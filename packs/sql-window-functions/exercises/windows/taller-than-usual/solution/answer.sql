-- average: beside each plant, that of its bed
WITH compared AS (
  SELECT id, name, bed, height_cm,
         avg(height_cm) OVER (PARTITION BY bed) AS usual
  FROM plants
)
-- filter: which plants are above it?
SELECT id, name, bed, height_cm, round(usual, 1) AS usual
FROM compared
WHERE height_cm > usual
ORDER BY id;
