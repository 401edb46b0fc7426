package org.fjd.upkeep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fjd.job.Run;
import org.fjd.spool.Spool;
import org.fjd.spool.Tree;
import org.fjd.upkeep.Finding.Kind;

/** Pods have workers, and announcements have pods. */
record PodCheck(Spool spool) implements Check {

    static final String START_A_DISPATCHER = "Start a dispatcher: it ";

    @Override
    public void look(Findings found) throws IOException {
        Tree tree = spool.tree();
        misplaced(tree, "jobpods", found);
        misplaced(tree, "workerqueue", found);
        misplaced(tree, ".fjd/taken", found);
        // Announcements before pods before the roll: in this order each is made after the next.
        List<Run> announced = spool.workerQueue().idle();
        List<Run> taken = spool.workerQueue().taken();
        List<Run> pods = spool.pods().runs();
        Set<String> enlisted = new HashSet<>(spool.roll().names());
        Set<Run> withPod = new HashSet<>(pods);
        for (Run run : pods) {
            if (!enlisted.contains(run.worker())) {
                abandoned(tree, run, found);
            }
        }
        for (Run run : announced) {
            if (!withPod.contains(run)) {
                found.add(
                        Kind.ANNOUNCEMENT,
                        tree.at("workerqueue").resolve(run.toString()),
                        "It announces a pod that is not there, so a dispatcher can't use it.",
                        "Nothing to do: a dispatcher takes it, and its worker makes a new pod.",
                        () -> withdraw(run));
            }
        }
        for (Run run : taken) {
            if (!withPod.contains(run) && !enlisted.contains(run.worker())) {
                found.add(
                        Kind.TAKEN,
                        tree.at(".fjd/taken").resolve(run.toString()),
                        "It was announced by a worker that is gone.",
                        START_A_DISPATCHER + "removes it.",
                        () -> withdraw(run));
            }
        }
    }

    private boolean withdraw(Run run) throws IOException {
        if (spool.pods().runs().contains(run)) {
            return false;
        }
        spool.workerQueue().withdraw(run);
        return true;
    }

    private void abandoned(Tree tree, Run run, Findings found) throws IOException {
        Path pod = spool.pods().path(run);
        List<Path> jobs = spool.pods().jobs(run);
        for (Path job : jobs) {
            found.add(
                    Kind.ABANDONED_JOB,
                    job,
                    "It was assigned to a worker that is no longer on the roll.",
                    START_A_DISPATCHER + "takes the job back and queues it again.");
        }
        if (jobs.isEmpty()) {
            found.add(
                    Kind.ABANDONED_POD,
                    pod,
                    "It is the pod of a worker that is no longer on the roll.",
                    START_A_DISPATCHER + "removes the pod, and keeps what is in it.",
                    () -> tree.removeIfEmpty(pod));
        }
    }

    private void misplaced(Tree tree, String directory, Findings found) throws IOException {
        for (Path entry : tree.list(tree.at(directory))) {
            if (Run.parse(entry.getFileName().toString()).isEmpty() && !spool.pause().isAt(entry)) {
                found.add(
                        Kind.MISPLACED,
                        entry,
                        "It is not named as a run is, so fjd leaves it alone.",
                        "Move it elsewhere if you know what it is.");
            }
        }
    }
}
