-- The shop opens tomorrow, and its stock is empty.
DELETE FROM stock;
