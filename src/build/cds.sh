#!/bin/sh
# cds.sh [JAVA [DIR]]: makes DIR/fjd.jsa, the class-data archive that lets fjd start sooner on this JVM.
# DIR holds fjd.jar; without arguments it is the directory of this script.
# Without the archive only the start is slower, so every failure here ends quietly.
set -u

java=${1:-${JAVA_HOME:+$JAVA_HOME/bin/}java}
java_home=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')
java=$java_home/bin/java
[ -x "$java" ] || exit 0
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
dir=$(CDPATH='' cd -- "${2:-$here}" && pwd) || exit 0
jar=$dir/fjd.jar
archive=$dir/fjd.jsa
[ -f "$jar" ] || exit 0

if [ -f "$archive" ] && [ -z "$(find "$jar" -newer "$archive")" ] && [ "$(cat "$archive.jvm")" = "$java" ]; then
    exit 0
fi
rm -f "$archive" "$archive.jvm"

work=$(mktemp -d "${TMPDIR:-/tmp}/fjd-cds.XXXXXX") || exit 0
worker=
pid=
# shellcheck disable=SC2086 # either may be none
trap 'kill $worker $pid 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 0' HUP INT TERM

# These runs are never to touch the caller's own spool.
export FJD_SPOOL="$work/spool" LC_ALL=C.UTF-8
mkdir -m 700 "$FJD_SPOOL" "$FJD_SPOOL/jobqueue" && cd "$FJD_SPOOL" || exit 0
printf '[control]\nexecutable: true\n' >jobqueue/job.conf

runs=0
start() {
    program=$1
    shift
    runs=$((runs + 1))
    "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -XX:DumpLoadedClassList="$work/$runs.classes" \
        -Dfile.encoding=UTF-8 -Dfjd.program="$program" -Dfjd.home="${dir%/*}" \
        -cp "$jar" org.fjd.cli.Main "$@" </dev/null >/dev/null 2>&1 &
    pid=$!
}

ended() { # PID TENTHS
    tries=0
    while kill -0 "$1"; do
        [ "$tries" -lt "$2" ] || return 1
        tries=$((tries + 1))
        sleep 0.1 || sleep 1
    done
}

# A command that hangs must not hang the build.
finish() { # PID TENTHS
    ended "$1" "$2" || { kill "$1" && ended "$1" 50; } || kill -9 "$1"
    wait "$1"
    pid=
}

{
    start fjd worker
    worker=$pid
    start dispatcher
    finish "$pid" 60
    for words in 'fjd --help' 'fjd --version' 'dispatcher --help' 'recruiter list --json' \
        'recruiter --help' 'recruiter list' 'fjd submit -- true' 'fjd jobs' 'fjd jobs --json' 'fjd show job' 'fjd status' \
        'fjd why job' 'fjd failures' 'fjd retry --failed' 'recruiter fire'; do
        # shellcheck disable=SC2086 # these are words
        start $words
        finish "$pid" 30
    done
    finish "$worker" 0
    worker=
} 2>/dev/null

# Ids are unique within one list only, and a class that carries a source was loaded by a loader of its own. A constant
# pool entry (@cp) makes newer JVMs link picocli's old class files, which they then refuse to archive.
cat "$work"/*.classes |
    sed -e '/^#/d' -e '/^@cp/d' -e '/ source: /d' -e 's/ id: [0-9]*//' |
    awk '!seen[$0]++' >"$work/classes"
"$java" -XX:+UseSerialGC -Xshare:dump -Xlog:disable -XX:SharedClassListFile="$work/classes" \
    -XX:SharedArchiveFile="$work/fjd.jsa" -cp "$jar" >/dev/null 2>&1 &&
    mv -f "$work/fjd.jsa" "$archive" &&
    printf '%s\n' "$java" >"$archive.jvm"
exit 0
