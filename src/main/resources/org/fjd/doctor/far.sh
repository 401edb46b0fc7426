# The other side of a visit of 'fjd doctor', for any POSIX sh, in the directory that both see. Each errand is a file
# do.NUMBER.ERRAND, which the caller makes and which is looked for in fresh listings; what is done is printed.
# $fjd_patience: for how many seconds an errand is awaited; $fjd_count: how many names there are to compete for.
if sleep 0.05 2>/dev/null; then
    fjd_nap() { sleep 0.05; }
    fjd_naps=20
else
    fjd_nap() { sleep 1; }
    fjd_naps=1
fi
fjd_number=1
fjd_padding=$(printf '%0300d' 0)

# A point is printed each second: with nobody there to read it, it ends this shell.
fjd_next() {
    fjd_left=$((fjd_patience * fjd_naps))
    while :; do
        set -- do.$fjd_number.*
        if [ "$1" != "do.$fjd_number.*" ]; then
            fjd_errand=${1##*.}
            return
        fi
        fjd_left=$((fjd_left - 1))
        if [ $fjd_left -le 0 ]; then
            echo 'nothing new was seen here in time' >&2
            exit 4
        fi
        [ $((fjd_left % fjd_naps)) -ne 0 ] || echo .
        fjd_nap
    done
}

fjd_result() {
    if "$@" 2>/dev/null; then echo "won $fjd_i"; else echo "failed $fjd_i"; fi
}
fjd_create() { (set -C && printf there >"$1"); }

fjd_errand() {
    fjd_i=1
    case $1 in
        news)
            echo saw
            echo "at $(date +%s.%N)"
            : >"pongs/$fjd_number"
            echo did
            ;;
        moves)
            while [ $fjd_i -le "$fjd_count" ]; do
                echo "try $fjd_i"
                fjd_result mv "both/$fjd_i" "there/$fjd_i"
                fjd_i=$((fjd_i + 1))
            done
            ;;
        creation)
            while [ $fjd_i -le "$fjd_count" ]; do
                echo "try $fjd_i"
                fjd_result fjd_create "names/$fjd_i"
                fjd_i=$((fjd_i + 1))
            done
            ;;
        appends)
            while [ $fjd_i -le 5 ]; do
                printf 'section %s %s\n' "$fjd_i" "$fjd_padding" >>text
                echo "did $fjd_i"
                fjd_nap
                fjd_i=$((fjd_i + 1))
            done
            ;;
        hint)
            : >hints/file
            echo did
            ;;
        *) exit 0 ;;
    esac
}

echo ready
while :; do
    fjd_next
    fjd_errand "$fjd_errand"
    echo done
    fjd_number=$((fjd_number + 1))
done
