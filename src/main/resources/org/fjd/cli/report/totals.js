"use strict";

function drawHeader() {
  byId("spool").textContent = harmless(report.spool);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  byId("made").textContent = `Made ${formatInstant(report.made)} on ${harmless(report.host)} by fjd ${report.version}. `
      + `Times are those of the hosts that wrote them, whose clocks may differ, shown in the time zone ${zone}.`;
}

function countStates() {
  const counts = new Map(STATES.map(state => [state, 0]));
  for (const state of jobs.state) {
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return counts;
}

/** @param choose is told the state whose jobs are to be shown */
function drawStates(choose) {
  const counts = countStates();
  // Good ones first in the bar, so that what went wrong stands together at its end.
  const order = ["done", "running", "assigned", "queued", "held", "cancelled", "rejected", "lost", "timed-out", "failed"];
  for (const state of order.filter(s => counts.get(s) > 0)) {
    const part = element("span");
    part.style.flex = `${counts.get(state)} 1 0`;
    part.style.backgroundColor = `var(--${state})`;
    part.title = `${formatCount(counts.get(state))} ${state}`;
    byId("states-bar").append(part);
  }
  for (const state of STATES.filter(s => counts.get(s) > 0 || ["queued", "running", "done", "failed"].includes(s))) {
    const chip = button("", () => choose(state));
    chip.dataset.state = state;
    chip.setAttribute("aria-pressed", "false");
    chip.append(swatch(state), element("b", "", formatCount(counts.get(state))), state);
    byId("states").append(chip);
  }
}

function drawTiles() {
  const counts = countStates();
  const bad = [...BAD].reduce((sum, state) => sum + counts.get(state), 0);
  const ended = bad + counts.get("done") + counts.get("cancelled");
  let spent = 0;
  let first = Infinity;
  let last = -Infinity;
  let count = 0;
  for (const lane of lanes) {
    for (let i = 0; i < lane.count; i++) {
      spent += lane.to[i] - lane.from[i];
      first = Math.min(first, lane.from[i]);
      last = Math.max(last, lane.to[i]);
      count++;
    }
  }
  const elapsed = last - first;
  const hosts = new Set(lanes.map(lane => lane.host).filter(host => host !== ""));
  const walls = endedWalls();
  const tiles = [["jobs", formatCount(jobs.count), `${formatCount(ended)} ended`]];
  if (bad + counts.get("done") > 0) {
    tiles.push(["success", percent(counts.get("done"), bad + counts.get("done")), `${formatCount(bad)} went wrong`]);
  }
  if (count > 0) {
    tiles.push(["compute time", formatDuration(spent), `in ${counted(count, "run")}`]);
    tiles.push(["elapsed", formatDuration(elapsed), "from start to end"]);
    if (elapsed > 0) {
      tiles.push(["throughput", rate(walls.length, elapsed), "jobs ended"]);
      tiles.push(["in parallel", (spent / elapsed).toFixed(1), "jobs on average"]);
    }
  }
  if (walls.length > 0) {
    tiles.push(["median duration", formatDuration(quantile(walls, 0.5)), `95%: ${formatDuration(quantile(walls, 0.95))}`]);
  }
  tiles.push(["workers", formatCount(lanes.length), `on ${counted(hosts.size, "host")}`]);
  byId("tiles").append(...tiles.map(([name, value, more]) =>
    element("div", "", element("dt", "", name), element("dd", "", value), element("dd", "", more))));
}

/** How long the jobs took that ran to an end, sorted. */
function endedWalls() {
  return jobs.wall.filter(wall => !Number.isNaN(wall)).sort();
}

/** The smallest of sorted numbers that at least this part of them is not above. */
function quantile(sorted, part) {
  return sorted.length === 0 ? NaN : sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)];
}

/** Never 100% or 0% when some are different. */
function percent(some, all) {
  if (some === all || some === 0) {
    return some === 0 ? "0%" : "100%";
  }
  return `${Math.min(99.9, Math.max(0.1, some / all * 100)).toFixed(1)}%`;
}

function rate(count, millis) {
  const units = [["s", SECOND], ["min", MINUTE], ["h", HOUR], ["d", DAY]];
  const [unit, length] = units.find(([, each]) => count / millis * each >= 1) ?? units[3];
  const number = count / millis * length;
  return `${number.toLocaleString("en-US", {maximumSignificantDigits: 3})}/${unit}`;
}
