#!/bin/sh
# Creates ten jobs and puts them into the queue: one file each.
cd -- "$(dirname -- "$0")" || exit
mkdir -p jobqueue

i=0
while [ $i -lt 10 ]; do
    cat >jobqueue/job$i.conf <<EOF
[control]
executable: ./ajob.sh
logfile: data/job$i.dat

[params]
param1: value$i
EOF
    i=$((i + 1))
done
