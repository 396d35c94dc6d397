-- the index

-- the user with the typed address: id, name, email as it is stored
