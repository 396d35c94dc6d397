-- 1. id and name of every product that no line of any order names

-- 2. id and name of every product that no paid order holds:
--    never ordered, or only in open and cancelled orders
