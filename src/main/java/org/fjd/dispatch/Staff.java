package org.fjd.dispatch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fjd.dispatch.Matchmaker.Idle;
import org.fjd.job.Claim;
import org.fjd.job.Run;
import org.fjd.spool.Spool;
import org.fjd.spool.WorkerRecord;

/** What the workers can do: their labels, which never change. For one thread. */
final class Staff {

    private static final int MANY = 10_000;

    private final Spool spool;
    private final Map<String, Set<String>> labels = new HashMap<>();

    Staff(Spool spool) {
        this.spool = spool;
    }

    /** Idle pods with the labels of their workers, as far as these are known. */
    List<Idle> withLabels(List<Run> idle) throws IOException {
        if (labels.size() > MANY) {
            labels.clear(); // most of them have left
        }
        List<Idle> pods = new ArrayList<>(idle.size());
        for (Run run : idle) {
            pods.add(new Idle(run, labelsOf(run.worker())));
        }
        return pods;
    }

    /** Whether there is a worker, idle or not, that will do. */
    boolean anybodyServes(Claim claim) throws IOException {
        for (String worker : spool.roll().names()) {
            if (claim.isServedBy(labelsOf(worker))) {
                return true;
            }
        }
        return false;
    }

    private Set<String> labelsOf(String worker) throws IOException {
        Set<String> known = labels.get(worker);
        if (known == null) {
            Optional<WorkerRecord> record = spool.roll().read(worker);
            known = record.map(r -> Set.copyOf(r.labels().names())).orElse(Set.of());
            if (record.isPresent()) {
                labels.put(worker, known);
            }
        }
        return known;
    }
}
