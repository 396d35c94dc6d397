-- 1. the ids of the orders that were made in October 2026

-- 2. for every period: its name, the number of all its orders, and what
--    its paid orders cost together; 0 where there is none;
--    in the order in which the periods start

-- 3. the names of the periods in which nothing was paid:
--    no order at all, or none that is paid
