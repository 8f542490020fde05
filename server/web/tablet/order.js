// The order of choices that is drawn for each person: "randomize=true" without a seed. The same as on the server (server/pages/pen.cpp), so that
// a draft that is resumed, another language and the page on which the person reads back their answers show it again.

// FNV-1a, 32 bits, of the response's id and the question's name.
export function seedOf(id, question) {
  let hash = 2166136261;
  for (const byte of new TextEncoder().encode(id + question)) hash = Math.imul(hash ^ byte, 16777619) >>> 0;
  return hash;
}

// Park-Miller numbers, inside-out Fisher-Yates (LANGUAGE.md, section 8).
export function ordered(names, seed) {
  const modulus = 2147483647;
  let state = seed % modulus || modulus - 1;
  const order = [];
  names.forEach((name, at) => {
    state = state * 16807 % modulus;
    const place = Math.floor((state - 1) / (modulus - 1) * (at + 1));
    if (place !== at) order[at] = order[place];
    order[place] = name;
  });
  return order;
}

export const orderFor = (id, question, names) => ordered(names, seedOf(id, question));
