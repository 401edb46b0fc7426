#!/bin/sh
# Creates the data sets that are named, such as 13 for data/13.csv; without names 1 to 100, but for
# 13, which is missing so that one job fails.
cd -- "$(dirname -- "$0")" || exit
mkdir -p data

create() {
    printf 'x,y\n1,%d\n2,%d\n' "$1" $((2 * $1)) >"data/$1.csv"
}

for set; do
    create "$set"
done

i=1
while [ $# -eq 0 ] && [ $i -le 100 ]; do
    [ $i -eq 13 ] || create $i
    i=$((i + 1))
done
