"use strict";

// The document that fjd wrote: a typed array or an array of texts for each field of the jobs.
const report = JSON.parse(document.getElementById("data").textContent);

const STATES = ["running", "assigned", "queued", "held", "failed", "timed-out", "cancelled", "lost", "rejected", "done"];
const BAD = new Set(["failed", "timed-out", "lost", "rejected"]);

// Of what falls on one point, the state with the highest rank shows.
const RANKS = ["done", "assigned", "running", "returned", "cancelled", "rejected", "lost", "timed-out", "failed"];

/** The texts of a column, "" for none. */
function decodeTexts(column, count) {
  const texts = column.words ? column.of.map(i => column.words[i]) : column.texts;
  if (!column.at) {
    return texts;
  }
  const all = new Array(count).fill("");
  let row = -1;
  column.at.forEach((distance, i) => {
    row += distance;
    all[row] = texts[i];
  });
  return all;
}

/** Instants in milliseconds, NaN for none. */
function decodeInstants(column) {
  return Float64Array.from(column, millis => millis < 0 ? NaN : millis + report.epoch);
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** The numbers that texts are, NaN for none; null if one is anything else, or there is none. */
function decodeNumbers(texts) {
  const numbers = new Float64Array(texts.length);
  let some = false;
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i];
    if (text === "") {
      numbers[i] = NaN;
    } else if (NUMBER.test(text) || /^[+-]?(nan|inf|infinity)$/i.test(text)) {
      numbers[i] = /inf/i.test(text) ? (text[0] === "-" ? -Infinity : Infinity) : Number(text);
      some = true;
    } else {
      return null;
    }
  }
  return some ? numbers : null;
}

function decodeJobs(raw) {
  const texts = column => decodeTexts(column, raw.count);
  const named = columns => columns.map(({name, column}) => ({name, texts: texts(column)}));
  return {
    count: raw.count,
    name: texts(raw.name),
    state: texts(raw.state),
    exit: texts(raw.exit),
    host: texts(raw.host),
    worker: texts(raw.worker),
    reason: texts(raw.reason),
    submitted: decodeInstants(raw.submitted),
    started: decodeInstants(raw.started),
    ended: decodeInstants(raw.ended),
    wall: Float64Array.from(raw.wall, millis => millis < 0 ? NaN : millis),
    group: Int32Array.from(raw.group),
    params: named(raw.params),
    values: named(raw.values),
    leftOut: raw.params_left_out + raw.values_left_out,
  };
}

function decodeRuns(raw) {
  return {
    count: raw.count,
    job: raw.job,
    worker: decodeTexts(raw.worker, raw.count),
    state: decodeTexts(raw.state, raw.count),
    started: decodeInstants(raw.started),
    ended: decodeInstants(raw.ended),
  };
}

const jobs = decodeJobs(report.jobs);
const runs = decodeRuns(report.runs);

/** The spans of time in which runs were going on, one after another for each worker. */
function makeLanes() {
  const lanes = new Map();
  const lane = (worker, host) => {
    if (!lanes.has(worker)) {
      lanes.set(worker, {worker, host, spans: [], activity: ""});
    }
    const found = lanes.get(worker);
    found.host ||= host;
    return found;
  };
  const add = (worker, host, job, state, started, ended, wall) => {
    if (worker === "" || Number.isNaN(started)) {
      return;
    }
    let end = ended;
    if (Number.isNaN(end)) {
      end = wall >= 0 ? started + wall : report.made;
    }
    if (end < started && wall >= 0) {
      end = started + wall; // the clock was set back meanwhile
    }
    lane(worker, host).spans.push({job, state, from: started, to: Math.max(started, end)});
  };
  for (const worker of report.workers) {
    lane(worker.worker, worker.host).activity = worker.state;
  }
  for (let i = 0; i < jobs.count; i++) {
    add(jobs.worker[i], jobs.host[i], i, jobs.state[i], jobs.started[i], jobs.ended[i], jobs.wall[i]);
  }
  for (let i = 0; i < runs.count; i++) {
    add(runs.worker[i], "", runs.job[i], runs.state[i], runs.started[i], runs.ended[i], NaN);
  }
  const all = [...lanes.values()];
  all.forEach(arrange);
  all.sort((a, b) => compareTexts(a.host, b.host) || compareTexts(a.worker, b.worker));
  return all;
}

/** Turns spans into typed arrays by their start, with the latest end so far, to search in. */
function arrange(lane) {
  const spans = lane.spans.sort((a, b) => a.from - b.from);
  lane.count = spans.length;
  lane.job = Int32Array.from(spans, span => span.job);
  lane.from = Float64Array.from(spans, span => span.from);
  lane.to = Float64Array.from(spans, span => span.to);
  lane.rank = Uint8Array.from(spans, span => Math.max(0, RANKS.indexOf(span.state)));
  let latest = -Infinity;
  lane.latest = Float64Array.from(spans, span => latest = Math.max(latest, span.to));
  delete lane.spans;
}

/** The first index in a sorted array whose number is greater. */
function firstAfter(sorted, number) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] > number) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/** Numbers in texts by their size: job2 before job10. */
function compareTexts(a, b) {
  if (a === b) {
    return 0;
  }
  const n = Math.min(a.length, b.length);
  let i = 0;
  while (i < n && a.charCodeAt(i) === b.charCodeAt(i)) {
    i++;
  }
  let start = i;
  while (start > 0 && isDigit(a, start - 1)) {
    start--;
  }
  if (isDigit(a, start) && isDigit(b, start)) {
    const first = digitsAt(a, start);
    const second = digitsAt(b, start);
    const byValue = first.length - second.length || (first < second ? -1 : first > second ? 1 : 0);
    if (byValue !== 0) {
      return byValue;
    }
  }
  return a < b ? -1 : 1;
}

function isDigit(text, i) {
  const code = text.charCodeAt(i);
  return code >= 48 && code <= 57;
}

function digitsAt(text, start) {
  let end = start;
  while (isDigit(text, end)) {
    end++;
  }
  while (start < end - 1 && text[start] === "0") {
    start++;
  }
  return text.slice(start, end);
}

const lanes = makeLanes();
