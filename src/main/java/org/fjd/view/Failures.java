package org.fjd.view;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fjd.spool.Spool;

/**
 * Failed jobs by what went wrong, the largest group first. What was cancelled has not failed.
 *
 * @param badHosts hosts on which no job succeeded and at least {@value #MANY} failed, while jobs
 *     succeeded elsewhere; by their names
 * @param groups the groups
 */
public record Failures(List<BadHost> badHosts, List<FailureGroup> groups) {

    /** As many failures on a host are no accident. */
    public static final int MANY = 5;

    /** All jobs that failed. */
    public static final Selection FAILED =
            Selection.ALL.ofStates(
                    EnumSet.of(
                            JobState.FAILED, JobState.TIMED_OUT, JobState.LOST, JobState.REJECTED));

    /** Of so many jobs that ended last it is asked whether they succeeded on a suspected host. */
    private static final int SUCCESSES_ASKED = 20_000;

    private static final int BATCH = 500;
    private static final int SHOWN = 3;

    /** A host on which everything fails. */
    public record BadHost(String host, int failed) {}

    private record Key(JobState state, Optional<String> exit, String line) {}

    private record Symptom(Job job, Key key, List<String> lines, Optional<String> host) {}

    /** Those of all jobs of a spool. */
    public static Failures of(Spool spool) throws IOException {
        List<Job> all = FAILED.from(new Catalogue(spool), spool.time().now()).jobs();
        return of(spool, all, all);
    }

    /**
     * Those of some jobs that failed.
     *
     * @param all all that failed
     */
    public static Failures of(Spool spool, List<Job> failed, List<Job> all) throws IOException {
        Catalogue catalogue = new Catalogue(spool);
        JobLog logs = new JobLog(spool).withPacked(failed);
        Retries retries = new Retries(all, spool.packs().directory());
        List<Symptom> symptoms = failed.parallelStream().map(job -> symptom(job, logs)).toList();
        Map<Key, List<Symptom>> alike =
                symptoms.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Symptom::key, LinkedHashMap::new, Collectors.toList()));
        List<FailureGroup> groups =
                alike.values().stream()
                        .map(group -> group(group, retries))
                        .sorted(Comparator.comparing(group -> -group.jobs().size()))
                        .toList();
        return new Failures(badHosts(catalogue, symptoms), groups);
    }

    private static FailureGroup group(List<Symptom> symptoms, Retries retries) {
        Symptom first = symptoms.get(0);
        Set<Optional<String>> hosts =
                symptoms.stream().map(Symptom::host).collect(Collectors.toSet());
        List<Job> jobs = symptoms.stream().map(Symptom::job).toList();
        return new FailureGroup(
                first.key().state(),
                first.key().exit(),
                first.lines(),
                hosts.size() == 1 ? first.host() : Optional.empty(),
                jobs,
                retries.of(first.key().state(), first.key().exit(), jobs));
    }

    private static Symptom symptom(Job job, JobLog logs) {
        List<String> lines =
                job
                        .rejection()
                        .or(() -> job.detail("reason"))
                        .map(reason -> reason.lines().limit(SHOWN).toList())
                        .orElseGet(() -> logs.lastWords(job, SHOWN))
                        .stream()
                        .map(line -> Alike.line(line, job))
                        .toList();
        Key key = new Key(job.state(), job.detail("exit"), lines.isEmpty() ? "" : lines.get(0));
        return new Symptom(job, key, lines, job.detail("host"));
    }

    private static List<BadHost> badHosts(Catalogue catalogue, List<Symptom> symptoms)
            throws IOException {
        Map<String, Integer> failures = new HashMap<>();
        for (Symptom symptom : symptoms) {
            symptom.host().ifPresent(host -> failures.merge(host, 1, Integer::sum));
        }
        failures.values().removeIf(count -> count < MANY);
        if (failures.isEmpty()) {
            return List.of();
        }
        Set<String> successful = new HashSet<>();
        List<Job> done = catalogue.jobs(name -> true, Set.of(JobState.DONE));
        int asked = Math.min(done.size(), SUCCESSES_ASKED);
        for (int i = 0; i < asked && !successful.containsAll(failures.keySet()); i += BATCH) {
            done.subList(i, Math.min(asked, i + BATCH)).parallelStream()
                    .flatMap(job -> job.detail("host").stream())
                    .collect(Collectors.toSet())
                    .forEach(successful::add);
        }
        List<BadHost> bad = new ArrayList<>();
        failures.forEach(
                (host, count) -> {
                    if (!successful.contains(host) && !successful.isEmpty()) {
                        bad.add(new BadHost(host, count));
                    }
                });
        bad.sort(Comparator.comparing(BadHost::host));
        return bad;
    }
}
