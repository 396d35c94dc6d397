SELECT id, name, bed, height_cm, round(usual, 1)
FROM (
  SELECT *, (
    SELECT avg(o.height_cm) FROM plants AS o WHERE o.bed IS p.bed
  ) AS usual
  FROM plants AS p
)
WHERE height_cm > usual
ORDER BY id;
