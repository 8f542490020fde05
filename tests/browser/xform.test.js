// The XForm of every questionnaire in the library, filled by the engine of ODK Web Forms in a browser: it opens, questions come and go as the
// questionnaire says, wrong answers are refused, and what is sent holds the answers.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, readdirSync, rmSync} from 'node:fs';
import {createServer} from 'node:http';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {openBrowser, phone, program} from './ecoute.js';

const library = resolve(fileURLToPath(new URL('.', import.meta.url)), '../../forms/library');
const forms = readdirSync(library).filter(name => /^[a-z0-9-]+\.json$/.test(name))
  .map(name => ({name, document: JSON.parse(readFileSync(join(library, name), 'utf8'))})).filter(one => one.document.ecoute);
const engine = join(dirname(createRequire(import.meta.url).resolve('@getodk/xforms-engine')), 'index.js');

const flat = questions => questions.flatMap(one => [one, ...flat(one.questions ?? [])]);

// Runs in the page: the engine's nodes by the name of their element, and what a person does with them.
function desk() {
  const ownNames = node => node.currentState.reference.replace(/\[\d+\]/g, '').split('/').pop();
  const walk = node => [node, ...(node.currentState.children ?? []).flatMap(walk)];
  const csv = 'name,label\nQP069001,Mermoz\nQP069002,La Duchère\n';
  const plausible = {string: 'Un mot', int: 2n, decimal: 1.5, date: '2026-03-14', time: '10:30:00.000+01:00', dateTime: '2026-03-14T10:30:00.000+01:00', geopoint: {latitude: 45.7, longitude: 4.8, altitude: 170, accuracy: 5}};
  globalThis.desk = {
    async open(xml) {
      const {loadForm} = await import('/engine.js');
      const fetchFormAttachment = async () => new Response(csv, {headers: {'content-type': 'text/csv'}});
      const loaded = await loadForm(xml, {fetchFormAttachment});
      if (loaded.status === 'failure') return String(loaded.error?.message ?? loaded.error);
      this.root = loaded.createInstance().root;
      return loaded.status;
    },
    all() { return walk(this.root); },
    find(name) { return this.all().find(node => ownNames(node) === name && node !== this.root); },
    languages() { return this.root.languages.map(one => one.language); },
    speak(language) { this.root.setLanguage(this.root.languages.find(one => one.language === language)); },
    label(name) { return this.find(name)?.currentState.label?.asString; },
    relevant(name) { return this.find(name)?.currentState.relevant; },
    options(name) { return this.find(name).currentState.valueOptions.map(one => one.value); },
    choose(name, ...values) { this.find(name).selectValues(values); },
    write(name, value) { this.find(name).setValue(typeof value === 'number' && this.find(name).valueType === 'int' ? BigInt(value) : value); },
    // Why the engine refuses the answer: "constraint", "required" or nothing, and the sentence.
    refusal(name) {
      const violation = this.find(name).validationState.violation;
      return violation && {condition: violation.condition, message: violation.message?.asString};
    },
    // Answers everything that can be answered, until nothing new appears.
    fill() {
      let answered = 0;
      for (let round = 0; round < 8; round++)
        for (const node of this.all()) {
          const state = node.currentState;
          if (!state.relevant || state.readonly) continue;
          const before = answered;
          if (node.nodeType === 'select' && state.value.length === 0 && state.valueOptions.length) answered++, node.selectValues([state.valueOptions[0].value]);
          if (node.nodeType === 'rank' && state.value.length === 0) answered++, node.setValues(state.valueOptions.map(one => one.value));
          if (node.nodeType === 'range' && state.value === null) answered++, node.setValue(node.valueType === 'int' ? BigInt(node.definition.bodyElement.bounds?.min ?? 5) : 5);
          if (node.nodeType === 'trigger' && !state.value) answered++, node.setValue(true);
          if (node.nodeType === 'input' && (state.value === null || state.value === '') && node.valueType in plausible) answered++, node.setValue(plausible[node.valueType]);
          if (answered > before && node.validationState.violation?.condition === 'constraint' && node.nodeType === 'input') node.setValue(node.valueType === 'string' ? 'E1' : node.valueType === 'int' ? 20n : null);
        }
      return answered;
    },
    async sent() {
      const payload = await this.root.prepareInstancePayload();
      const refused = (payload.violations ?? []).map(one => `${one.reference}: ${one.violation.condition}`);
      const file = payload.data[0].get('xml_submission_file');
      return {status: payload.status, refused, xml: await file.text()};
    },
  };
}

describe('the XForm of every questionnaire in the library', {timeout: 60_000}, () => {
  let browser, server, page, folder;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ecoute-xform-'));
    server = createServer((request, reply) => {
      if (request.url === '/engine.js') return reply.setHeader('content-type', 'text/javascript').end(readFileSync(engine));
      if (request.url.startsWith('/favicon')) return reply.writeHead(204).end();
      reply.setHeader('content-type', 'text/html').end('<!doctype html><title>XForm</title>');
    });
    await new Promise(done => server.listen(0, '127.0.0.1', done));
    browser = await openBrowser();
    page = await phone(browser);
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.evaluate(desk);
  });
  after(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, {recursive: true, force: true});
  });

  const exported = name => {
    const file = join(folder, name.replace('.json', '.xml'));
    execFileSync(program, ['form', 'convert', join(library, name), file], {stdio: ['ignore', 'ignore', 'ignore']});
    return readFileSync(file, 'utf8');
  };
  const say = (method, ...words) => page.evaluate(([method, words]) => globalThis.desk[method](...words), [method, words]);

  for (const {name, document} of forms) {
    const questions = flat(document.questions);
    it(`${name} is filled and sent`, async () => {
      assert.match(await say('open', exported(name)), /^(success|warning)$/);
      const answered = await say('fill');
      assert.ok(answered > 5, `${answered} answers`);
      const sent = await say('sent');
      assert.deepEqual(sent.refused, []);
      assert.equal(sent.status, 'ready');
      assert.match(sent.xml, new RegExp(`<data[^>]* id="${document.id}"[^>]* version="${document.version}"`));
      assert.match(sent.xml, /instanceID>uuid:[0-9a-f-]{36}</);
    });

    it(`${name} asks what its conditions say`, async () => {
      await say('open', exported(name));
      await say('fill');
      let seen = 0;
      for (const one of questions) {
        const [, asked, choice] = one.relevant?.match?.(/^\$\{(\w+)\} = '(\w+)'$/) ?? [];
        const by = questions.find(other => other.name === asked);
        if (by?.type !== 'select_one' || !(await say('relevant', asked))) continue;
        const others = (await say('options', asked)).filter(option => option !== choice);
        await say('choose', asked, others[0]);
        assert.equal(await say('relevant', one.name), false, `${one.name} when ${asked} is ${others[0]}`);
        await say('choose', asked, choice);
        assert.equal(await say('relevant', one.name), true, `${one.name} when ${asked} is ${choice}`);
        await say('fill');
        seen++;
      }
      assert.ok(seen > 0 || !questions.some(one => /^\$\{\w+\} = '\w+'$/.test(one.relevant ?? '')), 'no condition could be seen');
    });

    it(`${name} refuses what stands alone beside something else`, async () => {
      await say('open', exported(name));
      await say('fill');
      for (const one of questions.filter(one => one.type === 'select_multiple' && document.choices?.[one.choices])) {
        const alone = document.choices[one.choices].find(choice => choice.exclusive)?.name;
        if (!alone || !(await say('relevant', one.name))) continue;
        const other = (await say('options', one.name)).find(option => option !== alone);
        await say('choose', one.name, alone);
        assert.equal(await say('refusal', one.name), null);
        await say('choose', one.name, other, alone);
        assert.equal((await say('refusal', one.name)).condition, 'constraint', one.name);
        await say('choose', one.name, other);
      }
    });
  }

  it('a form with rows, orders, places and triggers is filled and sent', async () => {
    const file = join(folder, 'small.xml');
    execFileSync(program, ['form', 'convert', resolve(library, '../../tests/forms/convert/golden/small.json'), file], {stdio: ['ignore', 'ignore', 'ignore']});
    assert.match(await say('open', readFileSync(file, 'utf8')), /^(success|warning)$/);
    await say('choose', 'region', 'nice');
    await say('fill');
    await say('write', 'age', 45);
    await say('write', 'mot', 'Merci');
    await say('fill');
    const {xml, refused} = await say('sent');
    assert.deepEqual(refused, []);
    assert.equal(xml.match(/<enfants>/g).length, 3);  // min(3, 45 div 10)
    assert.deepEqual([...xml.matchAll(/<rang>(\d)<\/rang>/g)].map(one => one[1]), ['2', '3', '4']);  // position(..) + 1 in each new row
    assert.match(xml, /<prenom>Un mot<\/prenom><ans>2<\/ans>.*?<grand>non<\/grand>/);  // each row by itself: 2 is not above 10
    assert.match(xml, /<total>6<\/total>/);  // three rows in which 2 was written
    assert.match(xml, /<quand>20\d\d-/);  // written when "mot" changed
    assert.match(xml, /<tout>bruit odeur rien<\/tout>/);
    assert.equal(await say('label', 'mot'), 'Un mot, à 45 ans ?');
    assert.ok(!(await say('options', 'ville')).includes('nice'));
  });

  it('the barometer refuses twelve children in words, ranks three themes, and speaks Arabic', async () => {
    await say('open', exported('ecoute-habitants.json'));
    await say('fill');
    await say('write', 'enfants', 12);
    const refusal = await say('refusal', 'enfants');
    assert.equal(refusal.condition, 'constraint');
    assert.ok(refusal.message.length > 5);
    await say('write', 'enfants', 2);
    assert.equal(await say('refusal', 'enfants'), null);
    const places = await say('options', 'rang_2');
    assert.ok(!places.includes('proprete'), 'what is first can not be second');
    await say('choose', 'rang_1', 'ecoles');
    await say('choose', 'rang_2', 'proprete');
    await say('choose', 'rang_3', 'culture');
    assert.match((await say('sent')).xml, /<priorites>ecoles proprete culture<\/priorites>/);
    assert.deepEqual((await say('languages')).slice(0, 2), ['Français (fr)', 'العربية (ar)']);
    await say('speak', 'العربية (ar)');
    assert.match(await say('label', 'genre'), /[\u0600-\u06ff]/);
    assert.deepEqual(page.strangers, []);
  });
});
