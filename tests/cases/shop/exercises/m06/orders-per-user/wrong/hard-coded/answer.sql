SELECT 'Amara', 'Lagos', 3 UNION ALL SELECT 'Ravi', 'Pune', 2
UNION ALL SELECT 'Ravi', 'Delhi', 1 UNION ALL SELECT 'Meera', NULL, 0;
