-- 1. the index, and the first page
create index if not exists "newest first" on orders (created_at desc, id desc);

select * from (
  select id, created_at, total_cents from orders
  order by 2 desc, 1 desc limit 20 offset 0
);

-- 2. the next page, from the order in last_seen
WITH seen AS (SELECT created_at AS t, id AS i FROM last_seen)
SELECT o.id, o.created_at AS "at", o.total_cents AS "cents"
FROM orders AS o
WHERE o.created_at <= (SELECT t FROM seen)
  AND NOT (o.created_at = (SELECT t FROM seen) AND o.id >= (SELECT i FROM seen))
ORDER BY o.created_at DESC, o.id DESC
LIMIT 0, 20
