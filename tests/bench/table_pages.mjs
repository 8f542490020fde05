// How long a facilitator waits for the page of a table of 100,000 responses: the real server over HTTP, one client on one connection, against a
// bare server of node's that sends the same bytes, in turns. Prints the median of each page and how many times the bare one it takes.
//   node tests/bench/table_pages.mjs PATH/TO/ecoute [responses]
// The people are those of `ecoute simulate` for the barometer of the library and Lyon's quartiers; weights are raked to quartier and to age x gender.
import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import http from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const [program, responses = '100000'] = process.argv.slice(2);
const turns = 15, wanted = 20;
const library = fileURLToPath(new URL('../../forms/library/', import.meta.url));
const data = mkdtempSync(join(tmpdir(), 'ecoute-bench-'));
const run = (...words) => execFileSync(program, [...words, '--data', data], {encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit']});
const say = (words, input) => execFileSync(program, [...words, '--data', data], {encoding: 'utf8', input});

const pages = [
  ['one question by quartier', 'question=evolution&by=quartier'],
  ['by quartier and age', 'question=evolution&by=quartier&by=age'],
  ['by quartier, gaps to the rest of the town', 'question=evolution&by=quartier&gap=rest'],
  ['several answers by quartier', 'question=raisons_mieux&by=quartier'],
  ['a rank by quartier', 'question=priorites&by=quartier'],
  ['weighted by quartier', 'question=evolution&by=quartier&weights=1'],
  ['weighted by quartier and age', 'question=evolution&by=quartier&by=age&weights=1'],
  ['weighted by quartier, gaps to the rest of the town', 'question=evolution&by=quartier&gap=rest&weights=1'],
  ['a number by quartier', 'question=enfants&by=quartier'],
  ['a number, weighted by quartier', 'question=enfants&by=quartier&weights=1'],
  ['several answers, weighted by quartier', 'question=raisons_mieux&by=quartier&weights=1'],
  ['a rank, weighted by quartier', 'question=priorites&by=quartier&weights=1'],
];

/// Populations of every quartier and of every age and gender, not those of who answers.
function margins() {
  const form = JSON.parse(readFileSync(join(library, 'ecoute-habitants.json'), 'utf8'));
  const names = (list) => form.choices[list].filter((choice) => !choice.missing).map((choice) => choice.name);
  const quartiers = readFileSync(join(library, 'territories/lyon-2016.csv'), 'utf8').trim().split('\n').slice(1).map((row) => row.split(',')[0]);
  const by_quartier = quartiers.map((name, i) => `${name},${4000 + 100 * i}`);
  const all = quartiers.reduce((sum, _, i) => sum + 4000 + 100 * i, 0);
  const ages = names('ages'), genders = ['femme', 'homme'];
  const crossed = ages.flatMap((age) => genders.map((gender) => `${age},${gender},${all / ages.length / genders.length}`));
  return [['quartier,population', ...by_quartier], ['age,genre,population', ...crossed]].map((rows) => rows.join('\n') + '\n');
}

async function serve() {
  run('territory', 'import', 'lyon-2016');
  run('campaign', 'create', '--form', 'ecoute-habitants', '--id', 'mesure', '--title', 'Mesure');
  say(['user', 'add', 'samira', '--role', 'administrator'], 'le marché du samedi\n');
  run('simulate', '--campaign', 'mesure', '--responses', responses);
  margins().forEach((rows, i) => {
    const file = join(data, `margin${i}.csv`);
    writeFileSync(file, rows);
    run('margins', 'import', file, '--campaign', 'mesure', '--source', 'inventé');
  });
  run('weights', '--campaign', 'mesure', '--bounds', 'none');
  const server = spawn(program, ['serve', '--data', data, '--listen', '127.0.0.1:0', '--no-qr', '--log', 'off'], {env: {...process.env, LANG: 'fr_FR.UTF-8'}});
  let said = '';
  const port = await new Promise((found) => server.stdout.on('data', (bytes) => {
    said += bytes;
    const at = said.match(/:\/\/127\.0\.0\.1:(\d+)/)?.[1];
    if (at && said.includes('Ctrl-C')) found(Number(at));
  }));
  return {server, port};
}

const agent = new http.Agent({keepAlive: true, maxSockets: 1});
function ask(port, path, options = {}, body) {
  return new Promise((done, failed) => {
    const start = process.hrtime.bigint();
    const request = http.request({port, path, agent, ...options}, (reply) => {
      const parts = [];
      reply.on('data', (part) => parts.push(part));
      reply.on('end', () => done({status: reply.statusCode, headers: reply.headers, body: Buffer.concat(parts), ms: Number(process.hrtime.bigint() - start) / 1e6}));
    });
    request.on('error', failed);
    request.end(body);
  });
}

async function log_in(port) {
  const body = new URLSearchParams({login: 'samira', password: 'le marché du samedi'}).toString();
  const headers = {'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(body)};
  const reply = await ask(port, '/admin/connexion', {method: 'POST', headers}, body);
  return reply.headers['set-cookie'][0].split(';')[0];
}

const median = (times) => [...times].sort((a, b) => a - b)[times.length >> 1];
let ours, bytes, too_slow = 0;
const bare = http.createServer((_, reply) => reply.writeHead(200, {'Content-Type': 'text/html; charset=utf-8'}).end(bytes));
try {
  ours = await serve();
  await new Promise((ready) => bare.listen(0, '127.0.0.1', ready));
  const headers = {Cookie: await log_in(ours.port)};
  console.log(`${responses} responses, medians of ${turns} turns`);
  for (const [name, query] of pages) {
    const path = `/admin/campagnes/mesure/tableau?${query}`;
    const first = await ask(ours.port, path, {headers});
    if (first.status !== 200 || !first.body.includes('<table')) throw new Error(`${name}: ${first.status}\n${first.body}`);
    bytes = first.body;
    await ask(bare.address().port, '/');
    const mine = [], theirs = [];
    for (let turn = 0; turn < turns; ++turn) {
      mine.push((await ask(ours.port, path, {headers})).ms);
      theirs.push((await ask(bare.address().port, '/')).ms);
    }
    too_slow += median(mine) > wanted;
    console.log(`${name}: ${median(mine).toFixed(1)} ms (${(bytes.length / 1024).toFixed(0)} kB), bare ${median(theirs).toFixed(2)} ms, ` +
                `${(median(mine) / median(theirs)).toFixed(1)} times; best ${Math.min(...mine).toFixed(1)}, first ${first.ms.toFixed(0)}`);
  }
  console.log(too_slow ? `${too_slow} pages take more than ${wanted} ms` : `every page takes less than ${wanted} ms`);
} finally {
  agent.destroy();
  bare.close();
  ours?.server.kill('SIGTERM');
  rmSync(data, {recursive: true, force: true});
}
