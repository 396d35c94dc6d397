-- 1. each name once

-- 2. those without a city

-- 3. Ngozi
