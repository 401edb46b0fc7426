#!/bin/sh
# A job. It gets its job file as its argument, reads from it what to do and where to write what
# came out, and works for a second.
value_of() {
    sed -n "s/^$1 *[:=] *//p" "$2"
}

logfile=$(value_of logfile "$1")
param1=$(value_of param1 "$1")

sleep 1
echo "I was called with param1 = $param1" >"$logfile"
