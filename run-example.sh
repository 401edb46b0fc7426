#!/bin/sh
# Runs the example in example/: ten jobs, four workers. Builds fjd first where that is not done.
cd -- "$(dirname -- "$0")" || exit

if [ ! -f target/fjd.jar ] && [ ! -f lib/fjd.jar ]; then
    echo "Building fjd, which takes a minute the first time ..."
    ./mvnw -q package -DskipTests || exit
fi
PATH=$PWD/bin:$PATH
cd example || exit

./create_jobs.sh
recruiter hire 4 || exit
dispatcher
status=$?
recruiter fire

echo
echo "The results:"
head data/*.dat
exit $status
