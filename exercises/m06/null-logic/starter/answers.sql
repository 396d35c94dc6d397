-- 1. id and name of every customer whose city is not exactly Pune;
--    a customer without a city is one of them

-- 2. id and name of every customer in whose city there is no shop;
--    a customer without a city is one of them
