-- 1. the name of every product

-- 2. name and price_cents of the tea (category tea)

-- 3. the names of products that cost less than 500 cents

-- 4. the names of products with "tea" anywhere in their name

-- 5. the names of products that have no category (NULL)

-- 6. the categories that products have, each once, without NULL

-- 7. the names of products from 500 to 1000 cents, both included

-- 8. name and price_cents of the three dearest products,
--    the dearest first; equal prices by name

-- 9. the names of tea and coffee that is sold out (stock 0)

-- 10. name and a word for each product: sold out at stock 0,
--     low below 5, else in stock
