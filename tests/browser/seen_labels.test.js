// Films and enlargements of labels: made by the browser itself, brought by the team, seen by a resident who asks for them.
import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {clean, Ecoute, openBrowser, phone} from './ecoute.js';

const form = fileURLToPath(new URL('forms/montrer.json', import.meta.url));
let ecoute, browser;

// Half a second of a canvas that changes its colour, or of a tone, in WebM.
const filmed = (page, sound) => page.evaluate(async sound => {
  let stream;
  if (sound) {
    const context = new AudioContext();
    const [voice, wire] = [context.createOscillator(), context.createMediaStreamDestination()];
    voice.connect(wire);
    voice.start();
    stream = wire.stream;
  } else {
    const canvas = Object.assign(document.createElement('canvas'), {width: 160, height: 120});
    const pen = canvas.getContext('2d');
    setInterval(() => {
      pen.fillStyle = `hsl(${performance.now() % 360} 60% 40%)`;
      pen.fillRect(0, 0, 160, 120);
    }, 30);
    stream = canvas.captureStream(25);
  }
  const recorder = new MediaRecorder(stream, {mimeType: sound ? 'audio/webm;codecs=opus' : 'video/webm;codecs=vp8'});
  const pieces = [];
  recorder.ondataavailable = event => pieces.push(event.data);
  recorder.start();
  await new Promise(done => setTimeout(done, 500));
  await new Promise(done => { recorder.onstop = done; recorder.stop(); });
  return btoa(String.fromCharCode(...new Uint8Array(await new Blob(pieces).arrayBuffer())));
}, sound);
const drawn = (page, colour, width) => page.evaluate(([colour, width]) => {
  const canvas = Object.assign(document.createElement('canvas'), {width, height: width * 3 / 4});
  const pen = canvas.getContext('2d');
  pen.fillStyle = colour;
  pen.fillRect(0, 0, width, width);
  return canvas.toDataURL('image/png').split(',')[1];
}, [colour, width]);

before(async () => {
  ecoute = await Ecoute.start();
  ecoute.run('campaign', 'create', '--form', form, '--id', 'montrer', '--title', 'Les places');
  browser = await openBrowser();
  const page = await browser.newPage();
  await page.goto(`${ecoute.url}/code`);
  const folder = join(ecoute.data, 'vues');
  mkdirSync(folder);
  const keep = (name, base64) => writeFileSync(join(folder, name), Buffer.from(base64, 'base64'));
  keep('ombre.webm', await filmed(page));
  keep('signes.webm', await filmed(page));
  keep('place.webm', await filmed(page, true));
  for (const [name, colour, width] of [['ombre.png', '#2b6a3b', 160], ['jeux.png', '#8a4b12', 160], ['ombre-grande.png', '#2b6a3b', 1200]]) keep(name, await drawn(page, colour, width));
  await page.close();
  ecoute.run('form', 'audio', '--campaign', 'montrer', folder);
});
after(async () => {
  await browser?.close();
  await ecoute?.stop();
});

async function open(options) {
  const page = await phone(browser, options);
  page.loaded = new Set();
  page.on('request', request => request.url().includes('/m/') && page.loaded.add(request.url()));
  await page.goto(`${ecoute.url}/q/montrer`);
  await page.locator('video').first().waitFor();
  return page;
}

for (const javaScriptEnabled of [true, false])
  test(`a film plays and a picture grows when somebody asks for it, ${javaScriptEnabled ? 'with' : 'without'} a script`, async () => {
    const page = await open({javaScriptEnabled});
    await page.waitForLoadState('networkidle');
    assert.equal(await page.locator('video').count(), 2);
    // Browsers load "lazy" pictures at once where scripts are turned off; a film never.
    assert.equal(page.loaded.size, javaScriptEnabled ? 2 : 3, 'the two pictures of the choices were loaded');
    assert.match(await page.locator('video + .hint').first().innerText(), /^Vidéo : \d+ Ko$/);
    await page.locator('.more summary').click();
    await page.locator('.more .large img').scrollIntoViewIfNeeded();
    await page.waitForLoadState('networkidle');
    assert.equal(page.loaded.size, 3);
    assert.ok((await page.locator('.more .large img').boundingBox()).width > 120);
    const film = page.getByLabel('Vidéo : Quelle place préférez-vous ?');
    // Controls are drawn by the browser: the middle of the film plays it in Chromium.
    if (javaScriptEnabled) {
      await film.evaluate(one => one.play());
      await page.waitForFunction(() => document.querySelector('video').ended, null, {timeout: 10000});
      assert.equal(page.loaded.size, 4);
      await clean(page, 'seen-labels');
      await page.locator('[name=place][value=ombre]').check();
      await page.click('#send');
      await page.waitForSelector('.receipt');
      assert.equal(ecoute.responses('montrer')[0].answers.place, 'ombre');
    }
    await page.context().close();
  });

