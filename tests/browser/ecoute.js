// The real server with a campaign of its own in a folder of its own, and a browser that talks to nobody else.
import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {chromium} from 'playwright-core';

const here = fileURLToPath(new URL('.', import.meta.url));
export const program = process.env.ECOUTE_PROGRAM ?? resolve(here, '../../build/dev/ecoute');
export const screens = process.env.ECOUTE_SCREENS;  // a folder for pictures of the pages, when somebody wants to look
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const territories = `code,nom,type,commune
QP069001,Mermoz,QPV,Lyon
QP069002,La Duchère,QPV,Lyon
HORS,Ailleurs à Lyon,outside,Lyon
`;

export const password = 'le marché du samedi';

export class Ecoute {
  // `serve`: more words for the server's command line.
  static async start(serve = []) {
    const one = new Ecoute();
    one.data = mkdtempSync(join(tmpdir(), 'ecoute-browser-'));
    one.run('territory', 'import', one.write('territories.csv', territories));
    one.run('campaign', 'create', '--form', 'ecoute-habitants', '--id', 'essai', '--title', 'Essai', '--organisation', 'Conseil citoyen de Mermoz');
    one.server = spawn(program, ['serve', '--data', one.data, '--listen', '127.0.0.1:0', '--no-qr', ...serve], {env: {...process.env, LANG: 'fr_FR.UTF-8'}});
    one.said = '';
    one.url = await new Promise((found, failed) => {
      one.server.stdout.on('data', bytes => {
        one.said += bytes;
        const port = one.said.match(/:\/\/127\.0\.0\.1:(\d+)/)?.[1];
        if (port && one.said.includes('Ctrl-C')) found('http://127.0.0.1:' + port);
      });
      one.server.stderr.on('data', bytes => (one.log = (one.log ?? '') + bytes));
      one.server.on('exit', code => failed(new Error(`the server ended with ${code}: ${one.log}`)));
    });
    return one;
  }

  run(...words) {
    return execFileSync(program, [...words, '--data', this.data], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']});
  }

  // A file beside what is stored; its path.
  write(name, text) {
    writeFileSync(join(this.data, name), text);
    return join(this.data, name);
  }

  // A campaign in which people have answered: `rows` begins with the names of the questions.
  answered(campaign, form, title, rows, ...words) {
    this.run('campaign', 'create', '--form', form, '--id', campaign, '--title', title, ...words);
    this.run('responses', 'import', this.write(`${campaign}.csv`, rows.join('\n') + '\n'), '--campaign', campaign);
  }

  // The account that the link of the first start makes; the page is logged in with it.
  async firstAccount(page) {
    await page.goto(this.said.match(/http:\S+\/admin\/premier-compte\/\S+/)[0]);
    await page.fill('#login', 'samira');
    for (const field of ['#password', '#again']) await page.fill(field, password);
    await page.click('main button');
  }

  // Answers kept so far, by id.
  responses(campaign = 'essai') {
    const lines = this.run('responses', 'export', '--campaign', campaign, '--format', 'ndjson').trim().split('\n').filter(Boolean);
    return lines.map(line => JSON.parse(line)).filter(one => one.answers);
  }

  async stop() {
    this.server.removeAllListeners('exit');
    const gone = new Promise(done => this.server.on('exit', done));
    this.server.kill('SIGTERM');
    await gone;
    rmSync(this.data, {recursive: true, force: true});
  }
}

export const openBrowser = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--no-first-run', '--disable-default-apps', '--disable-domain-reliability', '--font-render-hinting=none'],
  });

// A phone's page. What it asked for elsewhere, and what its scripts complained of, is remembered.
export async function phone(browser, options = {}) {
  const context = await browser.newContext({viewport: {width: 412, height: 915}, locale: 'fr-FR', ...options});
  const page = await context.newPage();
  page.strangers = [];
  page.complaints = [];
  page.on('request', request => {
    const {protocol, hostname} = new URL(request.url());
    if (protocol !== 'data:' && hostname !== '127.0.0.1') page.strangers.push(request.url());
  });
  page.on('pageerror', error => page.complaints.push(String(error)));
  page.on('console', message => {
    if (message.type() === 'error' && !/status of (4|5)/.test(message.text())) page.complaints.push(message.text());
  });
  return page;
}

export async function look(page, name, options = {}) {
  if (screens) await page.screenshot({path: join(screens, `${name}.png`), ...options});
}

// Violations that axe finds, as sentences. The page's own policy forbids foreign scripts: axe comes in by the debugger.
export async function violations(page) {
  const {readFileSync} = await import('node:fs');
  await page.evaluate(readFileSync(axe, 'utf8') + ';0');
  const found = await page.evaluate(() => globalThis.axe.run(document, {resultTypes: ['violations']}));
  return found.violations.map(one => `${one.id}: ${one.help} (${one.nodes.map(node => node.target.join(' ')).slice(0, 3).join(', ')})`);
}

// Ticks the box or button of a question.
export const tick = (page, question, choice) => page.locator(`[name="${question}"][value="${choice}"]`).check();

// Nothing for axe to say, no complaint, no stranger, no sideways scroll; a picture when somebody wants to look.
export async function clean(page, name) {
  assert.deepEqual(await violations(page), [], name);
  assert.deepEqual(page.complaints, []);
  assert.deepEqual(page.strangers, []);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, `no sideways scroll: ${name}`);
  await look(page, name, {fullPage: true});
}
