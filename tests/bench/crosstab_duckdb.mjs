// Quartier x age x gender x answer: our passes against DuckDB on the same people in the same run, at equal threads, in turns.
//   npm install --no-save @duckdb/node-api && node tests/bench/crosstab_duckdb.mjs PATH/TO/bench_crosstab [rows]
// DuckDB has the four columns in memory as bytes, the narrowest type that holds them, and the weights as doubles. Each turn is one of our
// passes and one of DuckDB's queries, on the wall; medians of all turns.
import {DuckDBInstance} from '@duckdb/node-api';
import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';

const [program, rows = '10000000'] = process.argv.slice(2);
const turns = 11;
const folder = mkdtempSync(join(tmpdir(), 'ecoute-bench-'));
const file = join(folder, 'people.csv');
const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];

async function duckdb(connection, what, threads) {
  const figure = what === 'count' ? 'count(*)' : 'sum(poids)';
  await connection.run(`SET threads = ${threads}`);
  const start = process.hrtime.bigint();
  await (await connection.run(`SELECT quartier, age, genre, reponse, ${figure} FROM answers GROUP BY ALL`)).getRows();
  return Number(process.hrtime.bigint() - start) / Number(rows);
}

try {
  const ours = spawn(program, [rows, file], {stdio: ['pipe', 'pipe', 'inherit']});
  const lines = createInterface({input: ours.stdout})[Symbol.asyncIterator]();
  for (let line = ''; line !== 'ready'; ) {
    const next = await lines.next();
    if (next.done) throw new Error('bench_crosstab ended');
    line = next.value;
    if (line !== 'ready') console.log(line);
  }
  const ask = async (what, threads) => {
    ours.stdin.write(`${what} ${threads}\n`);
    return Number((await lines.next()).value);
  };
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const narrow = ['quartier', 'age', 'genre', 'reponse'].map((name) => `'${name}': 'UTINYINT'`).join(', ');
  await connection.run(`CREATE TABLE answers AS SELECT * FROM read_csv('${file}', header = true, columns = {${narrow}, 'poids': 'DOUBLE'})`);
  for (const what of ['count', 'weigh'])
    for (const threads of [1, 2]) {
      const mine = [], theirs = [], ratios = [];
      for (let turn = 0; turn < turns; ++turn) {
        mine.push(await ask(what, threads));
        theirs.push(await duckdb(connection, what, threads));
        ratios.push(theirs.at(-1) / mine.at(-1));
      }
      console.log(`${what}, ${threads} thread${threads > 1 ? 's' : ''}: ours ${median(mine).toFixed(2)} ns/row, ` +
                  `DuckDB ${median(theirs).toFixed(2)}: ${median(ratios).toFixed(1)} times`);
    }
  ours.stdin.end();
} finally {
  rmSync(folder, {recursive: true});
}
