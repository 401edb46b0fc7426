package org.fjd.recruit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.input.ReversedLinesFileReader;
import org.fjd.job.Labels;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.WorkerRecord;

/** Starts workers on this machine and waits until each has announced itself, or died. */
public final class LocalLauncher implements Launcher {

    private static final String PLACE = "localhost";
    private static final Duration PACE = Duration.ofMillis(20);
    private static final Duration COMES_UP_WITHIN = Duration.ofSeconds(60);
    private static final int TAIL = 15;

    private record Candidate(ProcessHandle process, Path log) {}

    private final Spool spool;
    private final Machine here;
    private final Recruiter recruiter;
    private final List<String> worker;
    private final String place;

    /**
     * @param program the launcher script {@code fjd}
     * @param labels what the workers are said to have
     * @param on under which name of {@code hosts.conf} they are hired, if under one
     */
    public LocalLauncher(
            Spool spool, Machine here, Path program, Labels labels, Optional<String> on) {
        this.spool = spool;
        this.here = here;
        this.recruiter = new Recruiter(spool, here);
        this.place = on.orElse(PLACE);
        this.worker = new ArrayList<>();
        worker.addAll(List.of(program.toString(), "worker", "--spool", spool.root().toString()));
        labels.names().forEach(label -> worker.addAll(List.of("--label", label)));
        on.ifPresent(host -> worker.addAll(List.of("--hired-on", host)));
    }

    /** Starts as many, else one for each processor. */
    @Override
    public Launched launch(Optional<Integer> count) throws IOException, InterruptedException {
        List<Candidate> awaited = start(count.orElse(Runtime.getRuntime().availableProcessors()));
        List<Failure> failures = new ArrayList<>();
        int hired = 0;
        long begin = spool.time().nanos();
        while (!awaited.isEmpty()) {
            boolean late = spool.time().nanos() - begin > COMES_UP_WITHIN.toNanos();
            List<WorkerRecord> announced = announced();
            for (Candidate candidate : List.copyOf(awaited)) {
                Optional<WorkerRecord> record =
                        announced.stream()
                                .filter(r -> r.process().pid() == candidate.process().pid())
                                .findFirst();
                if (record.isPresent()) {
                    spool.logs().rename(candidate.log(), record.get().name());
                    hired++;
                    awaited.remove(candidate);
                } else if (late || !candidate.process().isAlive()) {
                    failures.add(failure(candidate.log()));
                    awaited.remove(candidate);
                }
            }
            if (!awaited.isEmpty()) {
                spool.time().pause(PACE);
            }
        }
        return new Launched(place, hired, Optional.empty(), failures);
    }

    private List<Candidate> start(int count) throws IOException {
        long self = ProcessHandle.current().pid();
        List<Candidate> started = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            Path log = spool.logs().ofWorker("hire-" + here.host() + "-" + self + "-" + i);
            spool.logs().create(log);
            started.add(new Candidate(DetachedProcess.start(worker, spool.root(), log), log));
        }
        return started;
    }

    private List<WorkerRecord> announced() throws IOException {
        return recruiter.list().stream()
                .filter(record -> record.process().isOn(here))
                .filter(record -> !(record.activity() instanceof WorkerRecord.Starting))
                .toList();
    }

    private static Failure failure(Path log) throws IOException {
        return new Failure("A worker did not come up. The end of " + log + ":", tail(log));
    }

    private static List<String> tail(Path log) throws IOException {
        try (ReversedLinesFileReader reader =
                ReversedLinesFileReader.builder()
                        .setPath(log)
                        .setCharset(StandardCharsets.UTF_8)
                        .get()) {
            List<String> lines = new ArrayList<>(reader.readLines(TAIL));
            Collections.reverse(lines);
            return lines;
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
