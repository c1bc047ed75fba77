// Answers of the kind that the roles ask for: everything in them is made up.

export const leader = `**Bottom line:** pause the order feed to Supplier A now and tell the two affected customers today; waiting costs more than a day of delay.

**Why it matters**

- **Risk:** contact data of 1,240 customers was in their system; the 72-hour notice started at 06:10.
- **Operations:** stock covers nine days, so a pause is affordable.

**Decision needed:** approve the pause, and name one person for the regulator.`;

export const code = `**Answer:** the plan scans the whole ledger because the join key has no index.

1. Look at the plan:

\`\`\`sql
EXPLAIN (ANALYZE, BUFFERS)
SELECT l.id, a.name, sum(l.amount) AS total
FROM ledger AS l
JOIN account AS a ON a.id = l.account_id -- no index here
WHERE l.booked_at >= date '2026-10-01'
GROUP BY l.id, a.name;
\`\`\`

2. Add the index:

   \`\`\`sql
   CREATE INDEX CONCURRENTLY ledger_account ON ledger (account_id, booked_at);
   \`\`\`

| Step | Before | After |
| --- | ---: | ---: |
| Scan | 1,820 ms | 14 ms |
| Join | 240 ms | 22 ms |

See the [manual](https://www.postgresql.org/docs/current/indexes.html) and \`pg_stat_statements\`. ![a picture of the plan](https://tracker.example/pixel.png)

- [x] Plan read
- [ ] Index built

> An index that nobody uses still costs every write.`;
