-- Product 41 is at 12. The form was opened at 12, and nothing was typed.
INSERT INTO products VALUES (41, 'tray', 1800, 12), (12, 'cup', 700, 41);
INSERT INTO form VALUES (41, 12, 'tray', 1800);
INSERT INTO saves (product_id, outcome) VALUES (12, 'gone');
