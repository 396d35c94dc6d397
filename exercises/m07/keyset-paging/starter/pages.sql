-- 1. the index, and the first page

-- 2. the next page, from the order in last_seen
