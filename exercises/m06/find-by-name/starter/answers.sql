-- 1. code and name of the products whose name holds the text 100%

-- 2. the codes that begin with T and an underscore: T_

-- 3. the ids of customers with the email asha@x.test, whatever its
--    capitals, and with or without spaces before or after it

-- 4. the ids of customers whose family name begins with "da",
--    whatever its capitals

-- 5. id and full name: given name, a space, family name;
--    only the given name where there is no family name

-- 6. id and where to reach: the phone without spaces around it;
--    where there is none the email, as it stands; else the word none
