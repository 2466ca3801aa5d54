-- Answers by the million, on SQLite.
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :n)
INSERT INTO ballots_answer (id, box_id, group_number, closed)
SELECT randomblob(16), :box, 1, '{"overall": "4", "legality": "5"}' FROM numbers;
