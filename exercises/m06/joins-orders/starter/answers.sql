-- 1. every line of every order: order id, name of the user,
--    name of the product, quantity

-- 2. every user: id, name, number of orders; 0 for who has none
