-- Sells one tea pot (product 7), or nothing.

-- step 1: take one from the stock, if one is there

-- step 2: write the order, if one was taken
