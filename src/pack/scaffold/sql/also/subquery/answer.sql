SELECT text
FROM notes
WHERE id NOT IN (SELECT id FROM notes WHERE done <> 0)
ORDER BY text ASC;
