"use strict";

const ROW = 28;
const SPARE_ROWS = 8;
const PRINTED_ROWS = 200;
const SAMPLED_ROWS = 300;

/** The table of jobs, of which only the rows that are in sight are in the page. */
const table = {
  box: byId("rows"),
  order: Uint32Array.from({length: jobs.count}, (_, i) => i),
  shown: new Uint32Array(0),
  sort: {column: null, down: false},
  state: "",
  group: 0,
  printing: false,
  drawn: [-1, -1],

  begin() {
    const heads = element("tr");
    const cols = element("colgroup");
    let width = 0;
    columns.forEach(each => {
      const col = element("col");
      const chars = this.charsOf(each);
      col.style.width = `${chars}ch`;
      width += chars;
      cols.append(col);
      const head = element("th", each.numbers && each.kind === "number" || each.kind === "duration" ? "number" : "");
      head.scope = "col";
      const label = button(harmless(each.label), () => this.sortBy(each));
      label.title = each.group ? `${each.group} ${each.label}` : each.label;
      if (each.group) {
        label.prepend(element("span", "kind", `${each.group} `));
      }
      head.append(label);
      heads.append(head);
      each.head = head;
    });
    byId("table").style.width = `${width}ch`;
    byId("table").prepend(cols);
    byId("heads").append(heads);
    byId("table").setAttribute("aria-colcount", String(columns.length));
    byId("left-out").textContent = jobs.leftOut > 0
      ? `${counted(jobs.leftOut, "param or value")} of few jobs left out: fjd values shows all.` : "";
    this.box.addEventListener("scroll", perFrame(() => this.draw()));
    this.filter();
  },

  /** How wide a column is, in characters, by what some of its rows have. */
  charsOf(each) {
    let most = (each.group ? each.group.length + 1 : 0) + each.label.length + 2;
    const step = Math.max(1, Math.floor(jobs.count / SAMPLED_ROWS));
    for (let i = 0; i < jobs.count; i += step) {
      most = Math.max(most, each.cell(i).length);
    }
    return Math.min(each.name === "reason" ? 44 : 30, Math.max(6, most)) + (each.name === "state" ? 6 : 4);
  },

  sortBy(each) {
    const {column: before, down} = this.sort;
    if (before) {
      before.head.removeAttribute("aria-sort");
    }
    this.sort = before !== each ? {column: each, down: false} : down ? {column: null, down: false} : {column: each, down: true};
    if (this.sort.column) {
      each.head.setAttribute("aria-sort", this.sort.down ? "descending" : "ascending");
      this.order = sortedBy(each, this.sort.down);
    } else {
      this.order = Uint32Array.from({length: jobs.count}, (_, i) => i);
    }
    this.filter();
  },

  filter() {
    const matches = parseFilter(byId("filter").value);
    this.shown = this.order.filter(i =>
      (this.state === "" || jobs.state[i] === this.state) && (this.group === 0 || jobs.group[i] === this.group) && matches(i));
    byId("shown").textContent = this.shown.length === jobs.count
      ? counted(jobs.count, "job") : `${formatCount(this.shown.length)} of ${counted(jobs.count, "job")}`;
    for (const chip of byId("states").children) {
      chip.setAttribute("aria-pressed", String(chip.dataset.state === this.state));
    }
    byId("group").hidden = this.group === 0;
    byId("group-name").textContent = this.group === 0 ? "" : `failure group ${this.group}`;
    byId("table").setAttribute("aria-rowcount", String(this.shown.length + 1));
    this.box.scrollTop = 0;
    this.drawn = [-1, -1];
    this.draw();
  },

  draw() {
    const visible = this.printing ? PRINTED_ROWS : Math.ceil(this.box.clientHeight / ROW) + 2 * SPARE_ROWS;
    const first = this.printing ? 0 : Math.max(0, Math.min(
      Math.floor(this.box.scrollTop / ROW) - SPARE_ROWS, this.shown.length - visible));
    const last = Math.min(this.shown.length, first + visible);
    if (this.drawn[0] === first && this.drawn[1] === last) {
      return;
    }
    this.drawn = [first, last];
    const rows = [this.space(first)];
    for (let place = first; place < last; place++) {
      rows.push(this.row(this.shown[place], place));
    }
    rows.push(this.space(this.printing ? 0 : this.shown.length - last));
    if (this.shown.length === 0) {
      const cell = element("td", "nothing", jobs.count === 0 ? "There are no jobs in this spool." : "No job matches.");
      cell.colSpan = columns.length;
      rows.push(element("tr", "", cell));
    }
    const focused = this.box.contains(document.activeElement) && document.activeElement.dataset.job;
    byId("body").replaceChildren(...rows);
    if (focused) {
      const again = byId("body").querySelector(`button[data-job="${focused}"]`);
      (again ?? this.box).focus({preventScroll: true});
    }
  },

  space(rows) {
    const cell = element("td");
    cell.colSpan = columns.length;
    cell.style.height = `${rows * ROW}px`;
    const row = element("tr", "space", cell);
    row.setAttribute("aria-hidden", "true");
    row.hidden = rows === 0;
    return row;
  },

  row(i, place) {
    const row = element("tr");
    row.setAttribute("aria-rowindex", String(place + 2));
    for (const each of columns) {
      const text = harmless(each.cell(i));
      const cell = element("td", each.kind === "number" || each.kind === "duration" ? "number" : "");
      if (each.name === "job") {
        const open = button(text, () => details.open(i));
        open.dataset.job = String(i);
        cell.className = "name";
        cell.append(open);
      } else if (each.name === "state") {
        cell.append(swatch(text), text);
      } else {
        cell.append(text);
      }
      if (text.length > 20) {
        cell.title = text;
      }
      row.append(cell);
    }
    return row;
  },

  /** Shows the jobs of a state, or of all if they are shown already. */
  showState(state) {
    this.state = this.state === state ? "" : state;
    this.filter();
  },

  showGroup(number) {
    this.group = number;
    this.state = "";
    byId("filter").value = "";
    this.filter();
    if (number > 0) {
      byId("jobs").scrollIntoView({block: "start"});
      this.box.focus({preventScroll: true});
    }
  },

  csv() {
    const rows = [columns.map(each => each.name)];
    for (const i of this.shown) {
      rows.push(columns.map(each => each.text(i)));
    }
    return toCsv(rows);
  },

  print(printing) {
    this.printing = printing;
    this.drawn = [-1, -1];
    byId("print-note").textContent = this.shown.length > PRINTED_ROWS
      ? `The first ${PRINTED_ROWS} of ${formatCount(this.shown.length)} rows.` : "";
    this.draw();
  },

  listen() {
    byId("filter").addEventListener("input", perFrame(() => this.filter()));
    byId("group-off").addEventListener("click", () => {
      this.showGroup(0);
      byId("filter").focus();
    });
    byId("copy").addEventListener("click", () => copy(this.csv(), byId("copy")));
    byId("download").addEventListener("click", () => download(this.csv(), "jobs.csv", "text/csv;charset=utf-8"));
  },
};

/** All that is known of one job. */
const details = {
  open(i) {
    byId("details-title").textContent = harmless(jobs.name[i]);
    const list = byId("details-list");
    list.replaceChildren();
    const add = (name, text) => list.append(element("dt", "", harmless(name)), element("dd", "", harmless(text)));
    for (const each of columns) {
      if (each.name !== "job" && each.text(i) !== "") {
        add(each.group ? `${each.group} ${each.label}` : each.label, each.cell(i));
      }
    }
    for (let run = 0; run < runs.count; run++) {
      if (runs.job[run] === i) {
        const wall = Number.isNaN(runs.ended[run]) ? "" : `, ${formatDuration(runs.ended[run] - runs.started[run])}`;
        add("earlier run", `${runs.state[run]}, ${formatInstant(runs.started[run])}${wall}, ${runs.worker[run]}`);
      }
    }
    byId("details").showModal();
  },

  listen() {
    byId("details-close").addEventListener("click", () => byId("details").close());
    byId("details").addEventListener("click", event => {
      if (event.target === byId("details")) {
        byId("details").close();
      }
    });
  },
};
