// A tablet in a browser of its own, whose disk can be read and whose power can be cut, and a network between it and the server that can fail.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {createServer as createHttpServer, request} from 'node:http';
import {connect, createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {chromium} from 'playwright-core';
import {Ecoute, openBrowser} from './ecoute.js';

// Between the tablet and the server: "open", "closed" (nobody answers), or "storm" (each connection is cut after some bytes, by a seed).
export class Network {
  mode = 'open';
  cuts = 0;
  lostReplies = 0;
  #sockets = new Set();

  static async before(port, seed = 1) {
    const one = new Network();
    one.chance = () => ((seed = Math.imul(seed, 48271) % 2147483647) >>> 0) % 1000 / 1000;  // Park-Miller
    one.server = createServer(socket => one.#carry(socket, port));
    await new Promise(done => one.server.listen(0, '127.0.0.1', done));
    one.port = one.server.address().port;
    return one;
  }

  #carry(near, port) {
    near.on('error', () => {});
    if (this.mode === 'closed') return near.destroy();
    const far = connect(port, '127.0.0.1');
    far.on('error', () => near.destroy());
    this.#sockets.add(near);
    const end = () => (near.destroy(), far.destroy(), this.#sockets.delete(near));
    near.on('close', end);
    far.on('close', end);
    // Half of the cuts fall on the request, half on the reply: what the server kept, the tablet then does not know.
    const onReply = this.chance() < 0.5;
    const cut = this.mode === 'storm' && (this.cuts < 6 || this.chance() < 0.7);
    let left = cut ? this.chance() * (onReply ? 150 : 9000) : Infinity;
    const through = to => bytes => {
      if ((to === near) === onReply) left -= bytes.length;
      if (left > 0) return void to.write(bytes);
      this.cuts++;
      this.lostReplies += onReply;
      if (!onReply) to.write(bytes.subarray(0, bytes.length / 2));
      end();
    };
    near.on('data', through(far));
    far.on('data', through(near));
  }

  set(mode) {
    this.mode = mode;
    for (const socket of this.#sockets) socket.destroy();
  }

  close() {
    this.set('closed');
    return new Promise(done => this.server.close(done));
  }
}

// The same program under another version: what an upgrade of the server is to a tablet.
export class Upgrade {
  done = false;

  static async of(address) {
    const one = new Upgrade();
    const {hostname, port} = new URL(address);
    one.version = (await (await fetch(address + '/t/files.json')).json()).version;
    one.next = [...one.version].reverse().join('');
    one.server = createHttpServer((asked, answer) => {
      const path = one.done ? asked.url.replace(one.next, one.version) : asked.url;
      const headers = {...asked.headers, 'accept-encoding': 'identity'};
      delete headers['if-none-match'];
      const far = request({hostname, port, path, method: asked.method, headers}, reply => one.#pass(reply, answer));
      far.on('error', () => answer.destroy());
      asked.pipe(far);
    });
    await new Promise(done => one.server.listen(0, '127.0.0.1', done));
    one.address = `http://127.0.0.1:${one.server.address().port}`;
    return one;
  }

  async #pass(reply, answer) {
    const parts = [];
    for await (const part of reply) parts.push(part);
    const body = Buffer.concat(parts);
    const text = /html|javascript|json/.test(reply.headers['content-type'] ?? '');
    const sent = this.done && text ? Buffer.from(body.toString().replaceAll(this.version, this.next)) : body;
    answer.writeHead(reply.statusCode, {...reply.headers, 'content-length': sent.length});
    answer.end(sent);
  }

  close() {
    this.server.closeAllConnections();
    return new Promise(done => this.server.close(done));
  }
}

const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run',
  '--disable-default-apps', '--disable-domain-reliability', '--remote-debugging-port=0', '--window-size=412,915', '--lang=fr'];

// Nothing, for a file that a dying process of the browser took away between the listing and the reading.
function read(file) {
  try {
    return readFileSync(file);
  } catch (fault) {
    if (fault.code === 'ENOENT') return Buffer.alloc(0);
    throw fault;
  }
}

// A whole browser with a profile on the disk.
export class Tablet {
  constructor({more = [], home} = {}) {
    this.disk = mkdtempSync(join(tmpdir(), 'ecoute-tablet-'));
    this.more = more;
    this.home = home ?? this.disk;
  }

  async on() {
    this.process = spawn(process.env.CHROMIUM ?? '/usr/bin/chromium', [...flags, ...this.more, `--user-data-dir=${join(this.disk, 'profile')}`, 'about:blank'],
      {env: {...process.env, HOME: this.home}, detached: true, stdio: ['ignore', 'ignore', 'pipe']});
    let said = '';
    const address = await new Promise((found, failed) => {
      this.process.stderr.on('data', bytes => {
        said += bytes;
        const listening = said.match(/DevTools listening on (ws:\S+)/);
        if (listening) found(listening[1]);
      });
      this.process.on('exit', () => failed(new Error('the browser did not start: ' + said)));
    });
    this.browser = await chromium.connectOverCDP(address);
    const [context] = this.browser.contexts();
    this.page = context.pages()[0] ?? await context.newPage();
    await this.page.setViewportSize({width: 412, height: 915});
    this.page.setDefaultTimeout(15_000);
    this.complaints = [];
    this.page.on('pageerror', fault => this.complaints.push(String(fault)));
    return this.page;
  }

  // The battery is pulled: no page is told.
  async cutPower() {
    const gone = new Promise(done => this.process.once('exit', done));
    process.kill(-this.process.pid, 'SIGKILL');  // all its processes
    await gone;
    await this.browser.close().catch(() => {});
  }

  // Files of the disk that hold a text, in each way that a browser writes one.
  holding(text) {
    const wanted = ['utf8', 'latin1', 'utf16le'].map(coding => Buffer.from(text, coding));
    return readdirSync(this.disk, {recursive: true, withFileTypes: true}).filter(one => one.isFile()).map(one => join(one.parentPath ?? one.path, one.name))
      .filter(file => {
        const bytes = read(file);
        return wanted.some(one => bytes.includes(one));
      });
  }

  async throwAway() {
    if (this.process?.exitCode === null && this.process.signalCode === null) await this.cutPower();
    rmSync(this.disk, {recursive: true, force: true, maxRetries: 5});
  }
}

export const frame = page => page.frameLocator('#frame iframe');

// Answers in the frame by their names, as taps and typing would leave them.
export async function answer(page, answers) {
  await frame(page).locator('#q').evaluate((form, all) => {
    for (const [name, value] of all) {
      const inputs = [...document.getElementsByName(name)];
      const input = inputs.find(one => one.value === value && /radio|checkbox/.test(one.type)) ?? inputs[0];
      if (/radio|checkbox/.test(input.type)) input.checked = true;
      else input.value = value;
      input.dispatchEvent(new Event('change', {bubbles: true}));
    }
  }, Object.entries(answers));
}

// To the last step and over it.
export async function finish(page) {
  // Later: the frame goes with the last tap.
  await frame(page).locator('#q').evaluate(() => void setTimeout(() => {
    const next = document.getElementById('next');
    for (let step = 0; step < 20 && !next.hidden; step++) next.click();
    document.getElementById('send').click();
  }));
  return goHome(page);
}

// Past the code that is shown to the person, which is given back.
export async function goHome(page) {
  await page.waitForSelector('#s-home:not([hidden]), #s-receipt:not([hidden])');
  if (!await page.locator('#s-receipt').isVisible()) return '';
  const code = await page.locator('#receipt-code').innerText();
  await page.click('#receipt-done');
  await page.waitForSelector('#s-home:not([hidden])');
  return code;
}

export const begin = async page => {
  await page.click('#new');
  await frame(page).locator('#q').waitFor();
  await frame(page).locator('body.js').waitFor();
};

export async function enrol(page, base, token, pin = '246810') {
  await page.goto(`${base}/t#enrol=${token}`);
  await page.waitForSelector('#s-pin:not([hidden])');
  await page.fill('#pin-first', pin);
  await page.fill('#pin-second', pin);
  await page.click('#pin-form button');
  await page.waitForSelector('#s-home:not([hidden])');
}

export async function open(page, pin = '246810') {
  await page.waitForSelector('#s-locked:not([hidden])');
  await page.fill('#pin', pin);
  await page.click('#locked-go');
}

export const ready = page => page.waitForSelector('[data-notice=ready]');

// ---- a tour: the real server, a network before it that can fail, and a browser for tablets that need no disk of their own

export const tourForm = fileURLToPath(new URL('forms/tournee.json', import.meta.url));

export class Tour {
  static async start() {
    const one = new Tour();
    one.ecoute = await Ecoute.start(['--tls', 'auto']);
    one.ecoute.run('campaign', 'create', '--form', tourForm, '--id', 'tournee', '--title', 'Écoute habitants 2026', '--organisation', 'Conseil citoyen');
    one.network = await Network.before(new URL(one.ecoute.url).port);
    one.browser = await openBrowser();
    return one;
  }

  // This machine by its address is as good as https to a browser.
  get home() {
    return `http://127.0.0.1:${this.network.port}`;
  }

  token(interviewer = 'E07', campaign = 'tournee') {
    return this.ecoute.run('device', 'enrol', '--interviewer', interviewer, '--campaign', campaign, '--url', this.home, '--no-qr').match(/#enrol=([\w-]+)/)[1];
  }

  kept(campaign = 'tournee') {
    return this.ecoute.responses(campaign);
  }

  async tablet(options = {}) {
    const context = await this.browser.newContext({viewport: {width: 412, height: 915}, locale: 'fr-FR', ...options});
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.complaints = [];
    page.on('pageerror', fault => page.complaints.push(String(fault)));
    return page;
  }

  async stop() {
    await this.browser?.close();
    await this.network?.close();
    await this.ecoute?.stop();
  }
}

export const person = {accord: 'oui', quartier: 'QP069001', genre: 'femme', age: '34'};

export const text = (page, selector) => page.locator(selector).innerText();

export async function until(what, ms = 15_000) {
  for (const end = Date.now() + ms; Date.now() < end; await new Promise(done => setTimeout(done, 100))) if (await what()) return;
  assert.fail('it did not happen: ' + what);
}

export const says = (page, selector, what) => until(async () => what.test(await text(page, selector)));

// The server has so many.
export const received = (page, count) => until(async () => {
  await page.evaluate(() => globalThis.ecoute.tablet.sync());
  return await text(page, '#received') === count;
});

export async function setSheet(page, place) {
  await frame(page).locator('body.js').waitFor();
  await answer(page, {lieu: place});
  await frame(page).locator('#send').click();
}

// What is typed in, without the refusal beside it.
export const field = (page, name) => frame(page).locator(`[name="${name}"]:not([value=refused])`);
