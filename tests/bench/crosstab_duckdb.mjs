// Quartier x age x gender x answer: our counting pass against DuckDB on the same people in the same run, at equal threads.
//   npm install --no-save @duckdb/node-api && node tests/bench/crosstab_duckdb.mjs PATH/TO/bench_crosstab [rows]
// DuckDB has the four columns in memory as bytes, the narrowest type that holds them. Best of several passes on the wall.
import {DuckDBInstance} from '@duckdb/node-api';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const [program, rows = '10000000'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'ecoute-bench-'));
const file = join(folder, 'people.csv');
const query = 'SELECT quartier, age, genre, reponse, count(*) FROM answers GROUP BY ALL';

async function best(connection, threads) {
  await connection.run(`SET threads = ${threads}`);
  let least = Infinity;
  for (let pass = 0; pass < 7; ++pass) {
    const start = process.hrtime.bigint();
    await (await connection.run(query)).getRows();
    least = Math.min(least, Number(process.hrtime.bigint() - start));
  }
  return least / Number(rows);
}

try {
  const ours = execFileSync(program, [rows, file], {encoding: 'utf8'});
  process.stdout.write(ours);
  const [, one, two] = ours.match(/one thread ([\d.]+) .* two ([\d.]+)/);
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const narrow = ['quartier', 'age', 'genre', 'reponse'].map((name) => `'${name}': 'UTINYINT'`).join(', ');
  await connection.run(`CREATE TABLE answers AS SELECT * FROM read_csv('${file}', header = true, columns = {${narrow}})`);
  for (const [threads, mine] of [[1, one], [2, two]]) {
    const theirs = await best(connection, threads);
    console.log(`DuckDB, ${threads} thread${threads > 1 ? 's' : ''}: ${theirs.toFixed(2)} ns/row, ours ${mine}: ${(theirs / mine).toFixed(1)} times`);
  }
} finally {
  rmSync(folder, {recursive: true});
}
