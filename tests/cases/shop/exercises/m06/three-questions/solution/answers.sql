-- 1. each name once
SELECT DISTINCT name FROM users;

-- 2. those without a city
SELECT name FROM users WHERE city IS NULL;

-- 3. Ngozi
INSERT INTO users (id, name) VALUES (100, 'Ngozi');
