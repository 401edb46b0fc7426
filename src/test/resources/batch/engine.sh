# What the stand-ins of batch systems have in common. A task that was asked for is a file tasks/<id>.<task> with its script while it is
# pending, and is started when there is a file named open. With a file named refuse nothing new is taken, with one named down nothing is answered.

cd "$(dirname "$0")" || exit 1
mkdir -p tasks

# Fails as a command of the system does that gets no answer, or is refused.
fails_if() { # file, exit code, words
    [ ! -e "$1" ] || { echo "$3" >&2; exit "$2"; }
}

next_id() {
    id=$(($(cat last 2>/dev/null || echo 100) + 1))
    echo $id >last
}

# Has a script start when the gate is open, unless its file is gone.
queue() { # id, task, script
    printf '%s\n' "$3" >"tasks/$1.$2"
    (
        while [ ! -e open ]; do
            [ -e "tasks/$1.$2" ] || exit 0
            sleep 0.1
        done
        mv "tasks/$1.$2" "tasks/$1.$2.started" || exit 0
        exec /bin/sh "tasks/$1.$2.started"
    ) </dev/null >/dev/null 2>&1 &
}

pending() { # id
    for file in tasks/"$1".*; do
        case $file in *.started | *'*') ;; *) echo "${file#tasks/"$1".}" ;; esac
    done
}
