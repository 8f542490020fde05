// A testimony in somebody's own voice: recorded when a button is pressed and while the screen says so, heard again, taken away.
import {button, chooser, fileHolder, line} from './holder.js';
import {make, say} from './words.js';

// What the server takes of one voice (server/attachments.hpp) at this rate, with room to spare. Speech is clear at it.
const bitsPerSecond = 32_000;
export const longestSeconds = 1800;

// The first that this browser records in; extensions as the server knows them.
const kinds = [['audio/webm;codecs=opus', 'webm'], ['audio/mp4', 'm4a'], ['audio/ogg;codecs=opus', 'ogg']];
const extensions = [[/webm/, 'webm'], [/mp4|m4a/, 'm4a'], [/ogg/, 'ogg'], [/mpeg|mp3/, 'mp3'], [/aac/, 'aac']];
export const extensionOf = type => extensions.find(([pattern]) => pattern.test(type))?.[1];

export const clock = seconds => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

export const voicePart = files => (place, own, set) => {
  const recorder = globalThis.MediaRecorder && navigator.mediaDevices?.getUserMedia;
  let end = null;  // ends the recording that goes on
  let taken;       // resolves once it is kept

  async function record() {
    const [type, extension] = kinds.find(([one]) => MediaRecorder.isTypeSupported(one)) ?? [];
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({audio: true});
    } catch (fault) {
      holder.wait(line(say(fault.name === 'NotAllowedError' ? 'voice_forbidden' : 'voice_no_microphone'), 'why'));
      return void own.append(make('div', {className: 'ways'}, button('voice_try', record)));
    }
    taken = holder.take(recording(stream, type, extension));
  }

  function recording(stream, mimeType, extension) {
    const pieces = [];
    const started = Date.now();
    const machine = new MediaRecorder(stream, {mimeType, audioBitsPerSecond: bitsPerSecond});
    const said = line('', 'going');
    said.removeAttribute('role');  // a screen reader that counts seconds would be recorded too
    const tick = () => {
      const seconds = (Date.now() - started) / 1000;
      said.textContent = say('voice_going', {time: clock(seconds), most: clock(longestSeconds)});
      if (seconds >= longestSeconds) end?.();
    };
    const ticking = setInterval(tick, 500);
    holder.wait(said);
    own.append(make('div', {className: 'ways'}, make('button', {type: 'button', className: 'main', textContent: say('voice_end'), onclick: () => end?.()})));
    tick();
    return new Promise((done, failed) => {
      machine.ondataavailable = event => pieces.push(event.data);
      machine.onstop = () => {
        clearInterval(ticking);
        stream.getTracks().forEach(track => track.stop());
        end = null;
        pieces.length ? done([new Blob(pieces, {type: mimeType.split(';')[0]}), extension]) : failed(new Error('nothing was recorded'));
      };
      end = () => machine.state === 'recording' && machine.stop();
      // The microphone does not go on listening behind a closed page.
      place.ownerDocument.defaultView.addEventListener('pagehide', () => end?.(), {once: true});
      machine.start(1000);
    });
  }

  const chosen = file => holder.take(Promise.resolve([file, extensionOf(file.type) ?? 'm4a']));
  const holder = fileHolder(files, place, own, set, {
    seen: (blob, src) => make('audio', {src, controls: true, preload: 'metadata'}),
    ways: there => [recorder ? make('button', {type: 'button', className: there ? 'quiet' : '', textContent: say(there ? 'voice_again' : 'voice_start'), onclick: record})
      : chooser('voice_start', 'audio/*', 'user', chosen)],
  });
  const paint = (value, fixed) => end || holder.paint(value, fixed);
  return Object.assign(paint, {busy: () => Boolean(end), settle: () => end && (end(), taken)});
};
