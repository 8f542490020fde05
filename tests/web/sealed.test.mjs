// Sealing as RFC 7516 and RFC 7518 say it, opened here by node's own cryptography, written from the standard and not from our code.
import assert from 'node:assert/strict';
import {createDecipheriv, createHash, createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync} from 'node:crypto';
import test from 'node:test';
import {base64url, derivedKey, digest, sealed} from '../../server/web/tablet/sealed.js';
import * as vault from '../../server/web/tablet/vault.js';

test('the key is derived as in the example of RFC 7518, appendix C', async () => {
  const shared = new Uint8Array([158, 86, 217, 29, 129, 113, 53, 211, 114, 131, 66, 131, 191, 132, 38, 156, 251, 49, 110, 163, 218, 128, 106, 72, 246, 218,
    167, 121, 140, 254, 144, 196]);
  const text = word => new TextEncoder().encode(word);
  assert.equal(base64url(await derivedKey(shared, 'A128GCM', 128, text('Alice'), text('Bob'))), 'VqqN6vgjbSBcIijNcacQGg');
});

function opened(jwe, privateKey) {
  const [header, key, iv, box, tag] = jwe.split('.');
  const {alg, enc, kid, epk} = JSON.parse(Buffer.from(header, 'base64url'));
  assert.deepEqual([alg, enc, key], ['ECDH-ES', 'A256GCM', '']);
  const shared = diffieHellman({privateKey, publicKey: createPublicKey({key: epk, format: 'jwk'})});
  const size = value => Buffer.from([0, 0, 0, value]);
  const secret = createHash('sha256')
    .update(Buffer.concat([size(1), shared, size(7), Buffer.from('A256GCM'), size(0), size(0), Buffer.from([0, 0, 1, 0])])).digest();
  const decipher = createDecipheriv('aes-256-gcm', secret, Buffer.from(iv, 'base64url'));
  decipher.setAAD(Buffer.from(header));
  decipher.setAuthTag(Buffer.from(tag, 'base64url'));
  return {kid, text: Buffer.concat([decipher.update(Buffer.from(box, 'base64url')), decipher.final()]).toString()};
}

const campaign = () => {
  const {publicKey, privateKey} = generateKeyPairSync('ec', {namedCurve: 'P-256'});
  return {recipient: {...publicKey.export({format: 'jwk'}), kid: 'c1'}, privateKey: createPrivateKey(privateKey.export({type: 'pkcs8', format: 'pem'}))};
};

test('only the campaign opens what was sealed for it, and a changed byte opens for nobody', async () => {
  const {recipient, privateKey} = campaign();
  const text = JSON.stringify({answers: {mot: 'secret صباح 😀'}});
  const jwe = await sealed(text, recipient);
  assert.deepEqual(opened(jwe, privateKey), {kid: 'c1', text});
  assert.ok(!jwe.includes('secret') && !Buffer.from(jwe.split('.')[3], 'base64url').includes('secret'));
  assert.notEqual(jwe, await sealed(text, recipient), 'the same answers look different each time');
  assert.throws(() => opened(jwe, campaign().privateKey));
  const parts = jwe.split('.');
  parts[3] = (parts[3][0] === 'A' ? 'B' : 'A') + parts[3].slice(1);
  assert.throws(() => opened(parts.join('.'), privateKey));
});

test('the digest of a sealed text is its SHA-256', async () => {
  assert.equal(await digest('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');  // FIPS 180-2, B.1
});

test('a draft comes back with the PIN, and with no other', async () => {
  const lock = await vault.newLock('246810');
  assert.equal(await vault.unlock(lock, '246811'), null);
  const master = await vault.unlock(lock, '246810');
  const {key, wrapped} = await vault.newDraftKey(master);
  const kept = await vault.hidden({mot: 'secret'}, key);
  assert.ok(!Buffer.from(kept.box).includes('secret'));
  // After a flat battery only what was kept is left.
  const again = await vault.draftKey(await vault.unlock(lock, '246810'), wrapped);
  assert.deepEqual(await vault.shown(kept, again), {mot: 'secret'});
});
