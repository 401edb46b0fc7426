package org.fjd.job;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.fjd.ini.Section;
import org.fjd.ini.Section.Entry;

/**
 * How one run of a job ended, as it stands in the job file.
 *
 * @param state how it ended
 * @param run which run
 * @param details what else there is to say, in the order of the file, each as {@link Entry#oneLine}
 *     has it
 */
public record Outcome(State state, Run run, List<Entry> details) {

    private static final Set<String> RESERVED = Set.of("state", "run", "whole");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

    /**
     * Keeps a copy of the details.
     *
     * @throws IllegalArgumentException if a key has other characters than letters, digits, {@code
     *     _}, {@code .} and {@code -}, is {@code state}, {@code run} or {@code whole}, or is there
     *     twice (upper and lower case being the same)
     */
    public Outcome {
        Set<String> keys = new HashSet<>();
        for (Entry detail : details) {
            if (!fits(detail, keys)) {
                throw new IllegalArgumentException("not a key for a detail: " + detail.key());
            }
        }
        details = details.stream().map(Entry::oneLine).toList();
    }

    /** What it says under a key. */
    public Optional<String> detail(String key) {
        return details.stream()
                .filter(detail -> detail.key().equalsIgnoreCase(key))
                .map(Entry::value)
                .findFirst();
    }

    /** Whether a worker had the job: one that was cancelled while it was queued has no start. */
    public boolean isOfWorker() {
        return state != State.CANCELLED || detail("started").isPresent();
    }

    /** Whether it counts as an attempt, which a run that was given back does not. */
    public boolean isAttempt() {
        return state != State.RETURNED && isOfWorker();
    }

    /**
     * The bytes that say this as an attempt which did not settle the job, to be appended in one
     * write to the file that the history is of. They start with a newline, so that they never
     * continue a line that somebody left unfinished.
     */
    public byte[] asAttempt(History history) {
        return bytes(history.nextAttemptSection());
    }

    /** As {@link #asAttempt}, but as the job's result. */
    public byte[] asResult(History history) {
        return bytes(history.nextResultSection());
    }

    private byte[] bytes(String sectionName) {
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry("state", state.word()));
        entries.add(new Entry("run", run.toString()));
        entries.addAll(details);
        entries.add(new Entry("whole", "yes"));
        return ("\n" + new Section(sectionName, entries).text()).getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a section leniently, since a user may have edited it; odd details are left out. */
    static Optional<Outcome> of(Section section) {
        Optional<State> state = section.get("state").flatMap(State::ofWord);
        Optional<Run> run = section.get("run").flatMap(Run::parse);
        if (state.isEmpty() || run.isEmpty()) {
            return Optional.empty();
        }
        Set<String> keys = new HashSet<>();
        List<Entry> details = section.entries().stream().filter(e -> fits(e, keys)).toList();
        return Optional.of(new Outcome(state.get(), run.get(), details));
    }

    private static boolean fits(Entry detail, Set<String> keysBefore) {
        String key = detail.key().toLowerCase(Locale.ROOT);
        return KEY.matcher(key).matches() && !RESERVED.contains(key) && keysBefore.add(key);
    }
}
