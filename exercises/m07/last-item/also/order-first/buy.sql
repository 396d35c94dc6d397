begin transaction;
insert into orders (price_cents, quantity, product_id)
  select price_cents, 1, 7 from products where id = 7 and stock > 0;
update products set stock = stock - changes() where id = 7;
end transaction;
