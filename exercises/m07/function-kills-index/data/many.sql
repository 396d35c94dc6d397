-- 4,000 users, every third with a capital.
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
INSERT INTO users (id, name, email)
SELECT i, 'User ' || i,
  CASE i % 3 WHEN 0 THEN 'User' ELSE 'user' END || i || '@shop.test'
FROM n;

INSERT INTO typed (email) VALUES ('uSER3003@shop.test');
