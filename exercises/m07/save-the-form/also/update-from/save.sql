begin transaction;
update products
set (name, price_cents, version) = (form.name, form.price_cents, form.version + 1)
from form
where products.id = form.product_id and products.version = form.version;
insert into saves (product_id, outcome)
select f.product_id, 'saved' from form as f where changes() > 0
union all
select f.product_id, 'conflict' from form as f
where changes() = 0 and exists (select 1 from products as p where p.id = f.product_id)
union all
select f.product_id, 'gone' from form as f
where not exists (select 1 from products as p where p.id = f.product_id);
end;
