-- 1. what belongs to the doubles goes to the account with the lowest id

-- 2. the doubles go

-- 3. one account for an email

-- 4. one open order for a user
