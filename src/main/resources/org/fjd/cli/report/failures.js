"use strict";

const FIRST_GROUPS = 12;

function groupTitle(group) {
  const exit = group.exit === "" ? "" : `, exit ${harmless(group.exit)}`;
  const host = group.host === "" || group.count === 1 ? "" : `, all on ${harmless(group.host)}`;
  return `${counted(group.count, "job")}: ${group.state}${exit}${host}`;
}

/** @param choose is told the number of the group whose jobs are to be shown */
function drawFailures(choose) {
  byId("failures").hidden = report.groups.length === 0;
  for (const bad of report.bad_hosts) {
    byId("bad-hosts").append(element("p", "notice",
      `Everything fails on ${harmless(bad.host)}: ${counted(bad.failed, "job")}, while others succeed elsewhere.`));
  }
  const draw = (group, i) => {
    const made = element("article", "group", element("h3", "", groupTitle(group)));
    made.style.borderLeftColor = `var(--${group.state})`;
    if (group.lines.length > 0) {
      made.append(element("pre", "", group.lines.map(harmless).join("\n")));
    }
    const retry = element("code", "", harmless(group.retry));
    const copyIt = button("Copy", () => copy(group.retry, copyIt));
    copyIt.setAttribute("aria-label", "Copy the command that retries these jobs");
    const before = group.mend === "" ? "Again " : `First ${harmless(group.mend)}, then again `;
    const more = group.retries > group.count ? `(${counted(group.retries, "job")}, of other groups too)` : "";
    made.append(element("div", "acts",
      button(`Show ${group.count === 1 ? "it" : "them"} in the table`, () => choose(i + 1)),
      element("span", "", "See ", element("code", "", harmless(`fjd show ${group.example}`))),
      element("span", "", before, retry, more ? ` ${more}` : ""), copyIt));
    byId("groups").append(made);
  };
  report.groups.slice(0, FIRST_GROUPS).forEach(draw);
  const rest = report.groups.slice(FIRST_GROUPS);
  const more = byId("more-groups");
  more.hidden = rest.length === 0;
  more.textContent = `Show ${counted(rest.length, "smaller group")}`;
  more.addEventListener("click", () => {
    rest.forEach((group, i) => draw(group, i + FIRST_GROUPS));
    more.hidden = true;
  });
}
