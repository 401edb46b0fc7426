package org.fjd.view;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
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
import org.fjd.spool.Machine;
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

    /**
     * What a job that failed tells.
     *
     * @param lines what it said of that, as it was
     * @param plain as those jobs have it that say the same
     * @param named as those have it that say the same, each of itself
     */
    private record Symptom(
            Job job,
            Optional<String> exit,
            List<String> lines,
            Optional<String> host,
            Key plain,
            Key named) {}

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
        Retries retries = new Retries(new Scene(spool, Machine.here()), all);
        List<Symptom> symptoms = failed.parallelStream().map(job -> symptom(job, logs)).toList();
        List<FailureGroup> groups = new ArrayList<>();
        for (List<Symptom> alike : alike(symptoms)) {
            groups.add(group(alike, retries));
        }
        groups.sort(Comparator.comparing(group -> -group.jobs().size()));
        return new Failures(badHosts(catalogue, symptoms), List.copyOf(groups));
    }

    /** A job's name may be a word by accident: it is replaced where that makes lines alike. */
    private static Collection<List<Symptom>> alike(List<Symptom> symptoms) {
        Map<Key, Set<Key>> plain = new HashMap<>();
        for (Symptom symptom : symptoms) {
            plain.computeIfAbsent(symptom.named(), k -> new HashSet<>()).add(symptom.plain());
        }
        Map<Key, List<Symptom>> alike = new LinkedHashMap<>();
        for (Symptom symptom : symptoms) {
            boolean byName = plain.getOrDefault(symptom.named(), Set.of()).size() > 1;
            alike.computeIfAbsent(
                            byName ? symptom.named() : symptom.plain(), k -> new ArrayList<>())
                    .add(symptom);
        }
        return alike.values();
    }

    private static FailureGroup group(List<Symptom> symptoms, Retries retries) throws IOException {
        Symptom first = symptoms.get(0);
        Set<Optional<String>> hosts =
                symptoms.stream().map(Symptom::host).collect(Collectors.toSet());
        List<Job> jobs = symptoms.stream().map(Symptom::job).toList();
        return new FailureGroup(
                first.job().state(),
                first.exit(),
                lines(symptoms),
                hosts.size() == 1 ? first.host() : Optional.empty(),
                jobs,
                retries.of(first.job().state(), first.exit(), jobs));
    }

    /** Those of the first one, with placeholders if there are more and that leaves any words. */
    private static List<String> lines(List<Symptom> symptoms) {
        Symptom first = symptoms.get(0);
        boolean byName = symptoms.stream().map(Symptom::plain).distinct().count() > 1;
        List<String> lines = new ArrayList<>();
        for (String line : first.lines()) {
            String alike = byName ? Alike.line(line, first.job()) : Alike.line(line);
            boolean asItWas = symptoms.size() == 1 || Alike.isEmptyOfWords(alike);
            lines.add(asItWas ? Alike.asItWas(line) : alike);
        }
        return List.copyOf(lines);
    }

    private static Symptom symptom(Job job, JobLog logs) {
        List<String> lines =
                job.rejection()
                        .or(() -> job.detail("reason"))
                        .map(reason -> reason.lines().limit(SHOWN).toList())
                        .orElseGet(() -> logs.lastWords(job, SHOWN));
        Optional<String> exit = job.detail("exit");
        String line = lines.isEmpty() ? "" : lines.get(0);
        return new Symptom(
                job,
                exit,
                lines,
                job.detail("host"),
                new Key(job.state(), exit, Alike.line(line)),
                new Key(job.state(), exit, Alike.line(line, job)));
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
