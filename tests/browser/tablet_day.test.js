// An interviewer's day on a tablet: fifty interviews without network, and each screen of the app.
import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {look, violations} from './ecoute.js';
import {Tour, Tablet, answer, begin, enrol, field, finish, frame, goHome, open, person, ready, received, says, setSheet, text, tourForm, until} from './tablet.js';

let tour;
before(async () => (tour = await Tour.start()));
after(() => tour?.stop());

test('a day without network: 50 interviews, a flat battery, a network that fails: none lost, none twice, none to read on the disk', async () => {
  const tablet = new Tablet();
  try {
    let page = await tablet.on();
    await enrol(page, tour.home, tour.token());
    assert.equal(page.url(), `${tour.home}/t`, 'the token has left the address');
    await ready(page);
    tour.network.set('closed');
    const before = tour.kept().length;

    await page.click('#new');
    await setSheet(page, 'marche');
    await frame(page).locator('[name=accord]').first().waitFor();
    // The first by hand, with a repeat and a condition on the field sheet.
    await frame(page).locator('[name=accord][value=oui]').check();
    await frame(page).locator('#next').click();
    await frame(page).locator('[name=quartier][value=QP069001]').check();
    await frame(page).locator('[name=genre][value=femme]').check();
    await field(page, 'age').fill('34');
    await field(page, 'au_marche').fill('des grenadelles');
    await frame(page).locator('#next').click();
    await field(page, 'ecole:0').fill('Pasteurelle');
    await frame(page).locator('button[value="+enfants"]').click();
    await field(page, 'ecole:1').fill('Mistralou');
    await frame(page).locator('#next').click();
    await field(page, 'mot').fill('mot-numero-0');
    await frame(page).locator('#send').click();
    const code = await goHome(page);
    assert.match(code, /^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/, 'the code of the first person');
    for (let i = 1; i < 30; i++) {
      await begin(page);
      await answer(page, {...person, mot: `mot-numero-${i}`});
      await finish(page);
    }
    await until(async () => await text(page, '#collected') === '30');
    await until(async () => /^30 réponses attendent le réseau\. Elles sont chiffrées/.test(await text(page, '#waiting')));

    // In the middle of an interview, with a row more than the page began with, the power goes.
    await begin(page);
    await answer(page, {...person, 'ecole:0': 'Ravinelle'});
    await frame(page).locator('button[value="+enfants"]').evaluate(button => button.click());
    await answer(page, {'ecole:1': 'Tournesolle', peur: 'oui', recit: 'brouillardise', mot: 'mot-numero-30'});
    await until(() => page.evaluate(async () => {
      const {tablet} = globalThis.ecoute;
      const [draft] = await tablet.drafts.all();
      return JSON.stringify(draft && await tablet.drafts.open(draft)).includes('mot-numero-30');
    }));
    assert.deepEqual(tablet.complaints, []);
    await tablet.cutPower();
    for (const word of [code, 'grenadelles', 'Pasteurelle', 'mot-numero-', 'Ravinelle', 'Tournesolle', 'brouillardise', '246810'])
      assert.deepEqual(tablet.holding(word), [], `${word} is on the disk`);
    assert.notDeepEqual(tablet.holding('Écoute habitants 2026'), [], 'what is no secret would have been found');

    page = await tablet.on();
    await page.goto(tour.home + '/t');
    await open(page, '111111');
    await page.waitForFunction(() => document.getElementById('locked-said').textContent.startsWith('Ce n'));
    await open(page);
    await page.waitForSelector('#s-home:not([hidden])');
    await says(page, '#line', /Hors ligne/);
    await page.click('#resume');
    await page.click('#drafts button.main');
    await frame(page).locator('body.js').waitFor();
    assert.equal(await field(page, 'ecole:1').inputValue(), 'Tournesolle');
    assert.equal(await field(page, 'recit').inputValue(), 'brouillardise');
    await finish(page);
    await page.locator('#resume').waitFor({state: 'hidden'});
    for (let i = 31; i < 50; i++) {
      await begin(page);
      await answer(page, {...person, mot: `mot-numero-${i}`});
      await finish(page);
    }
    await until(async () => await text(page, '#collected') === '50');
    assert.equal(tour.kept().length, before);

    tour.network.set('storm');
    await until(async () => {
      await page.evaluate(() => globalThis.ecoute.tablet.sync());
      return await text(page, '#received') === '50' || tour.network.cuts > 12;
    }, 40_000);
    tour.network.set('open');
    await received(page, '50');
    assert.ok(tour.network.cuts >= 6 && tour.network.lostReplies > 0, `${tour.network.cuts} connections were cut, ${tour.network.lostReplies} on the reply`);
    const words = tour.kept().slice(before).map(one => one.answers.mot).sort();
    assert.deepEqual(words, Array.from({length: 50}, (_, i) => `mot-numero-${i}`).sort(), 'each once');
    const [first] = tour.kept().filter(one => one.answers.mot === 'mot-numero-0');
    assert.equal(first.channel, 'tablet');
    assert.deepEqual([first.answers.lieu, first.answers.enqueteur, first.answers.au_marche, first.answers.age], ['marche', 'E07', 'des grenadelles', 34]);
    assert.deepEqual(first.answers.enfants, [{ecole: 'Pasteurelle'}, {ecole: 'Mistralou'}]);
    assert.deepEqual(tour.kept().find(one => one.answers.mot === 'mot-numero-30').answers.enfants, [{ecole: 'Ravinelle'}, {ecole: 'Tournesolle'}]);
    const codes = await tour.browser.newPage();
    await codes.goto(tour.ecoute.url + '/code');
    await codes.fill('#code', code);
    await codes.click('main button');
    await codes.getByText('mot-numero-0').waitFor();  // the person reads what was said to the tablet
    await codes.close();
    await until(async () => /Rien n'attend/.test(await text(page, '#waiting')));
  } finally {
    tour.network.set('open');
    await tablet.throwAway();
  }
});

test('on the screen: counts, refusals taken back, training, questions answered alone, who is missing', async () => {
  const page = await tour.tablet();
  await page.goto(tour.home + '/t');
  await says(page, '#s-enrol', /code QR/);
  await look(page, 'tablet-1-enrol');
  tour.ecoute.run('campaign', 'create', '--form', tourForm, '--id', 'ecran', '--title', 'Écoute habitants 2026');
  const targets = join(tour.ecoute.data, 'quotas.csv');
  writeFileSync(targets, ['quartier,genre,age,target', 'QP069001,femme,15-24,3', 'QP069001,femme,25-59,4', 'QP069001,homme,25-59,2', 'QP069002,homme,60+,5'].join('\n'));
  tour.ecoute.run('quotas', 'import', targets, '--campaign', 'ecran');
  await enrol(page, tour.home, tour.token('E12', 'ecran'));
  await ready(page);
  const missing = async () => (await page.locator('#grid tbody tr').allInnerTexts()).map(row => row.replace(/\s+/g, ' '));
  await until(async () => (await missing()).join() === 'Une femme 0 / 3 0 / 4,Un homme 0 / 2');
  await says(page, '#worst', /0 sur 4/);
  await page.click('#sheet');
  await frame(page).locator('body.js').waitFor();
  assert.deepEqual(await Promise.all(['#put-away', '#abandon'].map(one => page.locator(one).isVisible())), [true, false]);
  assert.equal(await text(page, '#put-away'), 'Retour');
  assert.equal(await frame(page).locator('.top nav').count(), 0);
  await setSheet(page, 'porte');
  await page.waitForSelector('#s-home:not([hidden])');
  await says(page, '#who', /^Enquêteur·rice E12 · À la porte$/);
  assert.deepEqual(await violations(page), []);
  await look(page, 'tablet-2-home', {fullPage: true});

  // A refusal by a slip of the finger goes; one that stays is sent.
  await page.click('#refused');
  await page.click('#toast button');
  await until(async () => await text(page, '#n-refused') === '0');
  await page.click('#absent');
  await until(async () => await page.evaluate(async () => (await globalThis.ecoute.tablet.outbox.account('absent')).acknowledged) === 1, 20_000);

  // Training: nothing enters the outbox.
  await page.click('#train');
  assert.ok(await page.locator('#training').isVisible());
  await begin(page);
  await answer(page, {...person, mot: 'pour s\'entraîner'});
  await look(page, 'tablet-3-training');
  await finish(page);
  await page.click('#train');
  assert.equal(await text(page, '#collected'), '0');
  assert.equal(await page.evaluate(async () => (await globalThis.ecoute.tablet.kept.all('outbox')).length + (await globalThis.ecoute.tablet.kept.all('drafts')).length), 0);

  // The person answers alone: only those questions, then they are covered, also on the way back and after a change of language.
  await begin(page);
  const inside = frame(page);
  await answer(page, person);
  assert.equal(await inside.locator('#q-au_marche').count() && await inside.locator('#q-au_marche').isVisible(), false, 'the sheet says: at the door');
  for (let step = 0; step < 3; step++) await inside.locator('#next').click();
  await look(page, 'tablet-4-offer');
  const framed = () => violations(page.frames().at(-1));
  assert.deepEqual(await framed(), []);
  await inside.locator('.hand button').click();
  assert.equal(await page.locator('#put-away').isVisible(), false, 'no way home');
  assert.equal(await inside.locator('#q-mot').isVisible(), false);
  await inside.locator('[name=peur][value=oui]').check();
  await field(page, 'recit').fill('ce qui m\'est arrivé');
  await look(page, 'tablet-5-alone');
  assert.deepEqual(await framed(), []);
  await inside.locator('#hand-on').click();
  assert.match(await inside.locator('.back').innerText(), /Rendez la tablette/);
  assert.equal(await field(page, 'recit').isVisible(), false);
  await look(page, 'tablet-6-given-back');
  await inside.locator('.back button').click();
  assert.equal(await field(page, 'recit').isVisible(), false);
  assert.match(await inside.locator('.cover').innerText(), /Ses réponses sont cachées/);
  assert.equal(await inside.locator('#q-peur').isVisible(), false, 'how many were asked tells nothing');
  assert.ok(await inside.locator('#q-mot').isVisible());
  await look(page, 'tablet-7-covered');
  assert.deepEqual(await framed(), []);
  await inside.locator('#previous').click();
  await inside.locator('#next').click();
  assert.equal(await field(page, 'recit').isVisible(), false);
  await inside.locator('button[value="langue:ar"]').click();
  await page.frameLocator('#frame iframe').locator('html[lang=ar] body.js').waitFor();
  assert.equal(await field(page, 'recit').isVisible(), false);
  assert.equal(await field(page, 'recit').inputValue(), 'ce qui m\'est arrivé');
  await answer(page, {mot: 'merci'});
  tour.network.set('closed');
  await page.click('#put-away');
  await page.click('#resume');
  await page.locator('#drafts button.main').waitFor();
  assert.deepEqual(await violations(page), []);
  await page.click('#drafts button.main');
  await inside.locator('html[lang=ar] body.js').waitFor();
  assert.equal(await field(page, 'recit').isVisible(), false, 'a resumed draft does not show them either');
  await finish(page);
  await until(async () => (await missing())[0] === 'Une femme 0 / 3 1 / 4');  // also before the server knows
  tour.network.set('open');
  await received(page, '1');
  await page.evaluate(() => globalThis.ecoute.tablet.sync());
  await page.waitForTimeout(300);
  assert.deepEqual(await missing(), ['Une femme 0 / 3 1 / 4', 'Un homme 0 / 2'], 'and not twice once it does');
  const [last] = tour.kept('ecran');
  assert.deepEqual([last.answers.peur, last.answers.recit, last.answers.mot, last.answers.lieu, last.language], ['oui', 'ce qui m\'est arrivé', 'merci', 'porte', 'ar']);

  await page.setViewportSize({width: 800, height: 1100});
  await page.emulateMedia({colorScheme: 'dark'});
  await look(page, 'tablet-8-wide-dark', {fullPage: true});
  assert.deepEqual(await violations(page), []);
  await page.click('#to-queue');
  assert.deepEqual(await violations(page), []);
  await look(page, 'tablet-9-queue');
  const small = await page.evaluate(() => [...document.querySelectorAll('button, select, summary, input')]
    .map(one => [one.getBoundingClientRect().height, one.id]).filter(([height]) => height > 0 && height < 44));
  assert.deepEqual(small, []);
  await page.click('#s-queue .to-home');
  await page.click('#lock');
  await page.waitForSelector('#s-locked:not([hidden])');
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('choices in an order by chance: another for each person, theirs after a flat battery, in each language and on the page of their code', async () => {
  const form = JSON.parse(readFileSync(tourForm, 'utf8'));
  const named = (names, more = {}) => names.map(name => ({name, label: {fr: name, ar: name}, ...more}));
  form.id = 'hasard';
  form.choices.fruits = [...named(['anis', 'baie', 'coing', 'datte']), {name: 'nsp', label: {fr: 'Je ne sais pas', ar: 'لا أعرف'}}, ...named(['figue', 'mûre'])];
  form.choices.villes = ['v', 'w'].flatMap((letter, at) => named(Array.from({length: 12}, (_, i) => letter + i), {commune: ['Lyon', 'Bron'][at]}));
  const drawn = {label: {fr: 'Que préférez-vous ?', ar: 'ماذا تفضل؟'}, parameters: 'randomize=true'};
  form.questions[1].questions.push({type: 'select_one', name: 'fruit', choices: 'fruits', ...drawn}, {type: 'select_one', name: 'ville', choices: 'villes', ...drawn});
  form.questions.find(one => one.name === 'foyer').questions[0].questions.push({type: 'select_multiple', name: 'gouts', choices: 'fruits', ...drawn});
  const file = join(tour.ecoute.data, 'hasard.json');
  writeFileSync(file, JSON.stringify(form));
  tour.ecoute.run('campaign', 'create', '--form', file, '--id', 'hasard', '--title', 'Hasard');
  const page = await tour.tablet();
  await enrol(page, tour.home, tour.token('E15', 'hasard'));
  await ready(page);
  const read = inside => inside.locator('#q').evaluate(form => [...form.querySelectorAll('[name^=fruit], [name^="gouts:"], [name=ville] option')].map(one => one.value));
  await page.click('#new');
  await setSheet(page, 'porte');
  await frame(page).locator('[name=fruit]').first().waitFor();
  const seen = new Set();
  for (let i = 0; i < 4; i++) {
    const order = await read(frame(page));
    assert.deepEqual(order.slice(6, 8), ['nsp', 'refused'], 'what is no opinion stays last');
    assert.deepEqual(new Set(order.slice(0, 6)), new Set(['anis', 'baie', 'coing', 'datte', 'figue', 'mûre']));
    assert.deepEqual([order[8], ...new Set(order.slice(9, 33).map(one => one[0]))], ['', 'w', 'v'], 'a town stays in its commune');
    seen.add(order.join());
    await page.evaluate(() => (globalThis.confirm = () => true));
    await page.click('#abandon');
    await begin(page);
  }
  assert.equal(seen.size, 4);
  await frame(page).locator('[name=accord][value=oui]').check();
  await answer(page, {...person, fruit: 'coing'});
  await frame(page).locator('button[value="+enfants"]').evaluate(button => button.click());
  const order = await read(frame(page));
  await look(page, 'tablet-order');
  await frame(page).locator('button[value="langue:ar"]').click();
  await frame(page).locator('html[lang=ar] body.js').waitFor();
  assert.deepEqual(await read(frame(page)), order);
  await page.click('#put-away');
  await page.reload();
  await open(page);
  await page.click('#resume');
  await page.click('#drafts button.main');
  await frame(page).locator('body.js').waitFor();
  assert.deepEqual(await read(frame(page)), order);
  await answer(page, {'gouts:0': 'baie', 'gouts:1': 'datte'});
  await frame(page).locator('#q').evaluate(() => void setTimeout(() => {
    for (let step = 0; step < 9; step++) document.getElementById('next').click();
    document.getElementById('send').click();
  }));
  const code = await goHome(page);
  await received(page, '1');
  const own = await tour.browser.newPage();
  await own.goto(tour.ecoute.url + '/code');
  await own.fill('#code', code);
  await own.click('main button.main');
  await own.click('button[value=corriger]');
  await own.locator('#q').waitFor();
  assert.deepEqual(await read(own), order, 'the server draws the same');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
