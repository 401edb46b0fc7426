"use strict";

/**
 * A column of the table. Texts are as they stand in the job files; cells may show them otherwise.
 *
 * @param kind "text", "number", "instant" or "duration"
 */
function column(name, label, kind, text, more = {}) {
  return {name, label, kind, text, cell: text, group: "", ...more};
}

function numericColumn(name, kind, numbers, text, cell) {
  return column(name, name, kind, text, {numbers, cell});
}

function textColumn(name, texts) {
  const numbers = name === "exit" ? decodeNumbers(texts) : null;
  return column(name, name, numbers ? "number" : "text", i => texts[i], {numbers, texts});
}

/** A param or a value; where its name is taken in a file of CSV, it says there which of them it is. */
function namedColumn(kind, {name, texts}, taken) {
  const numbers = decodeNumbers(texts);
  const unique = taken.has(name.toLowerCase()) ? `${kind}:${name}` : name;
  return column(unique, name, numbers ? "number" : "text", i => texts[i], {numbers, texts, group: kind});
}

function makeColumns() {
  const instants = (name, numbers) =>
    numericColumn(name, "instant", numbers, i => formatIso(numbers[i]), i => formatInstant(numbers[i]));
  const own = [
    textColumn("job", jobs.name),
    textColumn("state", jobs.state),
    textColumn("exit", jobs.exit),
    textColumn("reason", jobs.reason),
    numericColumn("wall", "duration", jobs.wall.map(millis => millis / SECOND),
      i => Number.isNaN(jobs.wall[i]) ? "" : (jobs.wall[i] / SECOND).toFixed(3), i => formatDuration(jobs.wall[i])),
    textColumn("host", jobs.host),
    textColumn("worker", jobs.worker),
    instants("submitted", jobs.submitted),
    instants("started", jobs.started),
    instants("ended", jobs.ended),
  ];
  const names = new Map();
  for (const {name} of [...own, ...jobs.params, ...jobs.values]) {
    names.set(name.toLowerCase(), (names.get(name.toLowerCase()) ?? 0) + 1);
  }
  const taken = new Set([...names].filter(([, count]) => count > 1).map(([name]) => name));
  const params = jobs.params.map(param => namedColumn("param", param, taken));
  const values = jobs.values.map(value => namedColumn("value", value, taken));
  const used = own.filter(({name, text}) => {
    const needed = ["job", "state", "wall"].includes(name);
    return needed || jobs.name.some((_, i) => text(i) !== "");
  });
  // What jobs were given and what came out of them is what their user looks for first.
  const [head, tail] = [used.slice(0, 2), used.slice(2)];
  const brief = tail.filter(({name}) => ["exit", "wall"].includes(name));
  return [...head, ...brief, ...params, ...values, ...tail.filter(each => !brief.includes(each))];
}

const columns = makeColumns();

/** The order of all jobs by a column, those that have nothing there last. */
function sortedBy(each, down) {
  const order = Uint32Array.from({length: jobs.count}, (_, i) => i);
  const sign = down ? -1 : 1;
  if (each.numbers) {
    const numbers = each.numbers;
    return order.sort((a, b) => {
      const [first, second] = [numbers[a], numbers[b]];
      if (first === second || Number.isNaN(first) && Number.isNaN(second)) {
        return a - b;
      }
      return Number.isNaN(first) ? 1 : Number.isNaN(second) ? -1 : (first - second) * sign;
    });
  }
  const ranks = ranksOf(each);
  return order.sort((a, b) => {
    const [first, second] = [ranks[a], ranks[b]];
    return first === second ? a - b : first < 0 ? 1 : second < 0 ? -1 : (first - second) * sign;
  });
}

/** The place of each text among all different ones, -1 for none. */
function ranksOf(each) {
  if (!each.ranks) {
    const different = each.name === "state" ? STATES : [...new Set(each.texts)].filter(t => t !== "").sort(compareTexts);
    const places = new Map(different.map((text, place) => [text, place]));
    each.ranks = Int32Array.from(each.texts, text => places.get(text) ?? -1);
  }
  return each.ranks;
}

const COMPARISON = /^([^=!<>]+)(=|!=|<|<=|>|>=)([^=!<>]+)$/;

/** Tells of which jobs all terms of a filter hold. A comparison of what is no column is a word. */
function parseFilter(text) {
  const tests = text.trim().split(/\s+/).filter(word => word !== "").map(word => {
    const parts = COMPARISON.exec(word);
    const each = parts && columns.find(({name}) => name.toLowerCase() === parts[1].toLowerCase());
    return each ? comparison(each, parts[2], parts[3]) : containing(word.toLowerCase());
  });
  return i => tests.every(test => test(i));
}

function comparison(each, sign, operand) {
  const number = Number(operand);
  const asNumbers = each.numbers && each.kind !== "instant" && !Number.isNaN(number);
  const compare = asNumbers
    ? i => each.numbers[i] - number
    : i => each.text(i) === "" ? NaN : compareTexts(each.text(i), operand);
  return {
    "=": i => compare(i) === 0,
    "!=": i => compare(i) !== 0,
    "<": i => compare(i) < 0,
    "<=": i => compare(i) <= 0,
    ">": i => compare(i) > 0,
    ">=": i => compare(i) >= 0,
  }[sign];
}

function containing(word) {
  const texts = columns.filter(each => each.texts);
  return i => texts.some(each => each.texts[i].toLowerCase().includes(word));
}
