# Sourced by the benchmarks: a spool of their own, which goes when they end, and queues of jobs.
set -eu
home=$(cd -- "$(dirname -- "$0")/../.." && pwd)
PATH=$home/bin:$PATH

spool=$(mktemp -d "${BENCH_DIR:-${TMPDIR:-/tmp}}/fjd-bench.XXXXXX")
export FJD_SPOOL="$spool"
trap 'recruiter fire --now >/dev/null 2>&1 || true; rm -rf "$spool"' EXIT
trap 'exit 130' INT TERM

now() { date +%s%N; }

# queue N COMMAND: puts N submitted jobs into the queue, as 'mv' does it: at once and whole.
queue() {
    mkdir -p "$spool/jobqueue" "$spool/outside"
    local i
    for ((i = 1; i <= $1; i++)); do
        printf '[control]\nexecutable = %s\n\n[submitted]\nby = bench\nwhole = yes\n' "$2" \
            >"$spool/outside/job$i.conf"
    done
    (cd "$spool/outside" && find . -name '*.conf' -print0 | xargs -0 mv -t ../jobqueue)
}

# ms FROM TO JOBS: milliseconds for each job
ms() { awk -v a="$1" -v b="$2" -v n="$3" 'BEGIN { printf "%.3f", (b - a) / 1e6 / n }'; }

# median of the numbers on standard input
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

machine() {
    printf 'machine: %s processors, %s, Linux %s, java %s, spool on %s\n' "$(nproc)" \
        "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(uname -r)" \
        "$("${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1 | sed -n '1s/.*"\(.*\)".*/\1/p')" \
        "$(stat -f -c %T "$spool")"
}
