WITH beds AS (
  SELECT bed, avg(height_cm) AS usual FROM plants GROUP BY bed
)
SELECT p.id, p.name, p.bed, p.height_cm, round(b.usual, 1)
FROM plants AS p
JOIN beds AS b ON b.bed IS p.bed
WHERE p.height_cm > b.usual
ORDER BY p.id;
