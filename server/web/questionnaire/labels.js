// Values and choices named in what people read.
import {text} from '../expression.js';
import {all, around, inputs, key, nameIn, rowsIn} from './page.js';
import {tickable, value} from './answers.js';
export {labelling, nameValues, spoken};

function choiceLabel(name, choice) {
  const input = inputs(key(name, around(name).map(() => 0))).find(one => tickable(one) ? one.value === choice : one.options);
  return (input?.options ? [...input.options].find(one => one.value === choice)?.text : input?.closest('label')?.textContent) ?? '';
}
const labelling = {
  'jr:choice-name': (name, choice) => choiceLabel(name, choice),
};

// A sentence of the form with the values that it names.
const speaking = {
  named: (sentence, field) => sentence.replace(/\$\{ *([\w.-]+) *\}/g, (whole, name) => text(value(name, rowsIn(field)))),
};
const spoken = (sentence, field) => (sentence && speaking.named?.(sentence, field)) ?? sentence;

// Values named in labels.
function nameValues() {
  for (const one of all('[data-v]')) {
    const said = text(value(nameIn(one.dataset.v), rowsIn(one.dataset.v)));
    if (one.textContent !== said) one.textContent = said;
  }
}
