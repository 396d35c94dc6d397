-- Saves the form, or tells why not.

-- step 1: change the product, if it is still as it was read

-- step 2: write the outcome
