package org.fjd.dispatch;

import java.io.IOException;
import java.time.Duration;
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

/**
 * What the workers can do: their labels, which never change, and the time that they have left. For
 * one thread.
 */
final class Staff {

    private static final int MANY = 10_000;
    private static final Ability UNKNOWN = new Ability(Set.of(), true);

    private record Ability(Set<String> labels, boolean ends) {}

    private final Spool spool;
    private final Map<String, Ability> abilities = new HashMap<>();

    Staff(Spool spool) {
        this.spool = spool;
    }

    /**
     * Idle pods with what their workers can do, as far as that is known.
     *
     * @param timed whether any job asks for time, so that it is worth a look how much is left
     */
    List<Idle> withAbilities(List<Run> idle, boolean timed) throws IOException {
        if (abilities.size() > MANY) {
            abilities.clear(); // most of them have left
        }
        List<Idle> pods = new ArrayList<>(idle.size());
        for (Run run : idle) {
            Ability ability = abilityOf(run.worker());
            Optional<Duration> left =
                    timed && ability.ends() ? Optional.of(left(run.worker())) : Optional.empty();
            pods.add(new Idle(run, ability.labels(), left));
        }
        return pods;
    }

    /** None, where the record is just being written: it is asked for again in the next round. */
    private Duration left(String worker) throws IOException {
        return spool.roll().read(worker).flatMap(WorkerRecord::timeLeft).orElse(Duration.ZERO);
    }

    /** Whether there is a worker, idle or not, that has the labels. */
    boolean anybodyServes(Claim claim) throws IOException {
        for (String worker : spool.roll().names()) {
            if (claim.isServedBy(abilityOf(worker).labels())) {
                return true;
            }
        }
        return false;
    }

    private Ability abilityOf(String worker) throws IOException {
        Ability known = abilities.get(worker);
        if (known == null) {
            Optional<WorkerRecord> record = spool.roll().read(worker);
            known =
                    record.map(r -> new Ability(r.labels().names(), r.timeLeft().isPresent()))
                            .orElse(UNKNOWN);
            if (record.isPresent()) {
                abilities.put(worker, known);
            }
        }
        return known;
    }
}
