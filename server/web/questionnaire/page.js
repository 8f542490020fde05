// The questionnaire as the server wrote it: its rules, and the elements and fields of each question. Everything in this folder improves that page in
// place: conditions, limits and calculations follow the answers at once, sections become steps, a draft is kept on this device once the person
// agreed. Without it the page is complete; the server checks everything again.
//
// The server puts the parts together, in the order of questionnaire_script, with what a questionnaire needs of each: a page carries no import.
export {all, applies, around, byId, consent, fill, form, inputs, instances, key, lists, nameIn, own, place, rowsIn, rowsOf, rule, ruleOf, rules, say};

const form = document.getElementById('q');
const {q: rules, say, consent, lists} = JSON.parse(document.getElementById('rules').textContent);
const rule = new Map(rules.map(one => [one.n, one]));
const byId = id => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const inputs = name => [...document.getElementsByName(name)];
const own = name => inputs(':' + name)[0];
const place = name => byId('q-' + name) || all('[data-group]').find(one => one.dataset.group === name);
const applies = name => !place(name)?.closest('[hidden]');
const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (whole, fact) => facts[fact] ?? whole);

// A field is named after its question and the rows of repeats around it ("prenom:0:2"): its key.
const key = (name, at) => [name, ...at.slice(0, around(name).length)].join(':');
const around = name => placing.rows ? rule.get(name)?.e ?? [] : [];
const nameIn = one => one.split(':')[0];
const rowsIn = one => one.split(':').slice(1).map(Number);
const ruleOf = one => rule.get(nameIn(one));
const rowsOf = one => byId('rows-' + one)?.children ?? [];

// What only questionnaires with repeats need.
const placing = {
  rows: (found, repeat, level, within) => found.flatMap(at =>
    [...rowsOf(key(repeat, at))].map((row, i) => [...at, i]).filter(one => level >= within.length || one[level] === within[level])),
};
// The rows, outermost first, of every instance within `within` of what stands in these repeats.
const instances = (repeats, within = []) => repeats.reduce((found, repeat, level) => placing.rows(found, repeat, level, within), [[]]);
