// Recordings and a picture, made by the browser itself.

// A page in which sound may be made: it was touched.
export async function recorder(browser, address) {
  const page = await browser.newPage();
  await page.goto(`${address}/code`);
  await page.click('h1');
  return page;
}

// Three tenths of a second of a tone, as a telephone records it (WebM, Opus).
export async function record(page, pitch) {
  const base64 = await page.evaluate(async pitch => {
    const context = new AudioContext();
    await context.resume();
    const [voice, wire] = [context.createOscillator(), context.createMediaStreamDestination()];
    voice.frequency.value = pitch;
    voice.connect(wire);
    const recorder = new MediaRecorder(wire.stream, {mimeType: 'audio/webm;codecs=opus'});
    const pieces = [];
    recorder.ondataavailable = event => pieces.push(event.data);
    voice.start();
    recorder.start();
    await new Promise(done => setTimeout(done, 300));
    await new Promise(done => { recorder.onstop = done; recorder.stop(); });
    const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
    return btoa(String.fromCharCode(...bytes));
  }, pitch);
  return Buffer.from(base64, 'base64');
}

export const drawn = async page => Buffer.from(await page.evaluate(() => {
  const canvas = document.createElement('canvas');
  canvas.width = 160;
  canvas.height = 120;
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#2b6a3b';
  pen.fillRect(0, 0, 160, 120);
  return canvas.toDataURL('image/png').split(',')[1];
}), 'base64');
