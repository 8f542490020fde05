// An interview or a field sheet: the questionnaire's page in a frame, with the draft kept at each answer. The page's side is interview.js.
import {digest, sealed} from './sealed.js';
import {sha256} from './plain.js';
import {draftKey, hidden, newDraftKey, shown} from './vault.js';

// Where WebCrypto is missing (plain http) drafts stay as they are, in this tab alone.
const secret = () => Boolean(globalThis.crypto?.subtle);

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = bytes[6] & 0x0f | 0x40;
  bytes[8] = bytes[8] & 0x3f | 0x80;
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

// One record a draft: what names its page in clear, everything said in a box with a key of its own.
export class Drafts {
  constructor(kept, master) {
    this.kept = kept;
    this.master = master;
  }

  all() {
    return this.kept.all('drafts');
  }

  // A function that keeps the newest state it was given, one write after the other.
  async keeper(about, wrapped) {
    const fresh = secret() && !wrapped ? await newDraftKey(this.master) : null;
    const key = fresh?.key ?? (wrapped && await draftKey(this.master, wrapped));
    let newest, writing, closed = false;
    const write = async () => {
      while (newest) {
        const state = newest;
        newest = undefined;
        const box = secret() ? {wrapped: fresh?.wrapped ?? wrapped, ...await hidden(state, key)} : {state};
        await this.kept.put('drafts', {...about, ...box});
      }
    };
    const keep = async state => {
      if (closed) return;
      newest = state;
      await (writing ??= write().finally(() => (writing = undefined)));
    };
    // Resolves once the newest is on the disk; after that nothing writes the draft again.
    keep.close = async () => {
      while (writing) await writing;
      closed = true;
    };
    return keep;
  }

  // What was said in a draft, or null when it can't be read (another PIN).
  async open(draft) {
    if (!secret()) return draft.state;
    try {
      return await shown(draft, await draftKey(this.master, draft.wrapped));
    } catch {
      return null;
    }
  }
}

// What leaves the tablet: sealed to the campaign where that is possible, with the digest that the server will say back.
export async function parcel(content, campaign) {
  const text = JSON.stringify(content);
  if (!secret()) return {id: content.id, campaign: campaign.id, sealed: text, digest: sha256(text)};
  const box = await sealed(text, campaign.sealing_key);
  return {id: content.id, campaign: campaign.id, sealed: box, digest: await digest(box)};
}

// Opens a page of a questionnaire in `frame`. `conducting` is what interview.js asks for. Resolves to false when the page is not on this tablet.
export function openPage(frame, address, conducting) {
  globalThis.conducting = conducting;
  return new Promise(done => {
    frame.onload = () => {
      const there = Boolean(frame.contentDocument?.getElementById('q'));
      if (there) frame.contentWindow.focus();
      done(there);
    };
    // A new frame leaves no entry in the history: "back" stays within the interview.
    frame.src = address;
  });
}
