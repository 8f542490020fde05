// Answers sealed to a campaign's public key, so that a tablet holds nothing that it could read back: JWE in its compact form (RFC 7516),
// ECDH-ES on P-256 (RFC 7518, 4.6) with A256GCM. Only the server's key opens them.
const bytes = text => new TextEncoder().encode(text);

export function base64url(buffer) {
  let text = '';
  const all = new Uint8Array(buffer);
  // Some thousands at once: as many as a function takes.
  for (let at = 0; at < all.length; at += 8192) text += String.fromCharCode(...all.subarray(at, at + 8192));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

const number = value => new Uint8Array([value >>> 24, value >>> 16 & 255, value >>> 8 & 255, value & 255]);
const withLength = data => [number(data.length), data];

// Concat KDF of NIST SP 800-56A with SHA-256, as RFC 7518 4.6.2 lays its input out; one round gives up to 256 bits.
export async function derivedKey(shared, algorithm, bits, apu = new Uint8Array(), apv = new Uint8Array()) {
  const parts = [number(1), new Uint8Array(shared), ...withLength(bytes(algorithm)), ...withLength(apu), ...withLength(apv), number(bits)];
  const input = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (input.set(part, at), at + part.length), 0);
  return (await crypto.subtle.digest('SHA-256', input)).slice(0, bits / 8);
}

const curve = {name: 'ECDH', namedCurve: 'P-256'};

// `content`: a text, or bytes. `recipient`: the campaign's public key as a JWK with its "kid". Gives the compact JWE.
export async function sealed(content, recipient) {
  const own = await crypto.subtle.generateKey(curve, true, ['deriveBits']);
  const theirs = await crypto.subtle.importKey('jwk', {kty: recipient.kty, crv: recipient.crv, x: recipient.x, y: recipient.y}, curve, false, []);
  const shared = await crypto.subtle.deriveBits({name: 'ECDH', public: theirs}, own.privateKey, 256);
  const {kty, crv, x, y} = await crypto.subtle.exportKey('jwk', own.publicKey);
  const header = base64url(bytes(JSON.stringify({alg: 'ECDH-ES', enc: 'A256GCM', kid: recipient.kid, epk: {kty, crv, x, y}})));
  const key = await crypto.subtle.importKey('raw', await derivedKey(shared, 'A256GCM', 256), 'AES-GCM', false, ['encrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const box = new Uint8Array(await crypto.subtle.encrypt({name: 'AES-GCM', iv, additionalData: bytes(header), tagLength: 128}, key,
    typeof content === 'string' ? bytes(content) : content));
  return [header, '', base64url(iv), base64url(box.slice(0, -16)), base64url(box.slice(-16))].join('.');
}

// What the server says back of a sealed answer it has on disk: the tablet lets go of that very content only.
export async function digest(text) {
  return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes(text)))].map(byte => byte.toString(16).padStart(2, '0')).join('');
}
