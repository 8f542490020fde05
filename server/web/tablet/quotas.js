// Who is missing: the server's counts and this tablet's own since then. Pure. `quotas` is what the server sends:
//   {by: ["quartier", "genre", "age"], labels: {genre: {femme: "Femmes"}}, levels: {genre: ["femme", "homme"]},
//    bands: {age: [{from: 15, code: "15-24"}]}, cells: [{key: {quartier: "...", ...}, target, done}]}
// A code may stand for several choices that are counted together: "60_74|75_plus".

const codesOf = (quotas, name) => quotas.levels?.[name] ?? Object.keys(quotas.labels[name] ?? {});

function codeOf(quotas, name, given) {
  const bands = quotas.bands?.[name];
  if (bands) return bands.filter(({from}) => Number(given.replace(',', '.')) >= from).at(-1)?.code;
  return codesOf(quotas, name).find(code => code.split('|').includes(given));
}

// The cell of a person, {quartier: "...", ...}, or null when one of its answers is not among those that have a target.
export function cellOf(quotas, entries) {
  const key = {};
  for (const name of quotas.by) {
    const given = entries.find(([field]) => field === name)?.[1];
    const code = given === undefined ? undefined : codeOf(quotas, name, given);
    if (!code) return null;
    key[name] = code;
  }
  return key;
}

const same = (one, other) => Object.keys(one).every(name => one[name] === other[name]);

// The server's cells with what this tablet collected since.
export const counted = (quotas, own) =>
  quotas.cells.map(cell => ({...cell, done: cell.done + own.filter(key => same(cell.key, key)).length}));

// The table of one place: rows by the last variable but one, columns by the last. `place`: a code of the first variable when there are three.
export function tableOf(quotas, own, place) {
  const [columnsBy, rowsBy, placeBy] = [...quotas.by].reverse();
  const cells = counted(quotas, own).filter(({key}) => !placeBy || key[placeBy] === place);
  const codes = name => (name ? codesOf(quotas, name).filter(code => cells.some(({key}) => key[name] === code)) : [undefined]);
  const label = (name, code) => (name ? quotas.labels[name][code] : '');
  return {
    columns: codes(columnsBy).map(code => label(columnsBy, code)),
    rows: codes(rowsBy).map(row => ({
      label: label(rowsBy, row),
      cells: codes(columnsBy).map(column => cells.find(({key}) => key[columnsBy] === column && (!rowsBy || key[rowsBy] === row)) ?? null),
    })),
  };
}

// The cell that is furthest from its target, with the labels of its person; null when every target is met.
export function furthest(quotas, own, place) {
  const placeBy = quotas.by.length > 2 ? quotas.by[0] : undefined;
  const missing = counted(quotas, own).filter(({key, target, done}) => done < target && (!placeBy || key[placeBy] === place));
  const [worst] = missing.sort((a, b) => a.done / a.target - b.done / b.target || b.target - a.target);
  return worst && {...worst, labels: quotas.by.filter(name => name !== placeBy).map(name => quotas.labels[name][worst.key[name]])};
}
