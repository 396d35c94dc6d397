-- Each double beside the account that stays, in a table for a while.
begin immediate;
create temp table twins as
  select u.id as gone, min(k.id) as stays
  from users as u join users as k on lower(k.email) = lower(u.email)
  group by u.id having min(k.id) < u.id;
update cart_items set user_id = (select stays from twins where gone = user_id)
where user_id in (select gone from twins);
update orders set user_id = (select stays from twins where gone = user_id)
where user_id in (select gone from twins);
delete from users where id in (select gone from twins);
drop table twins;
update orders set status = 'cancelled'
where status = 'open' and exists (
  select 1 from orders as later
  where later.user_id = orders.user_id and later.status = 'open' and later.id > orders.id
);
create unique index if not exists one_address on users (email collate nocase);
create unique index if not exists one_cart on orders (user_id) where status = 'open';
end;
