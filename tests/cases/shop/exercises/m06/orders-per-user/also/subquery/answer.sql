SELECT name, city, (SELECT count(*) FROM orders WHERE user_id = users.id) FROM users
WHERE id != -1
ORDER BY 3 DESC, id DESC
