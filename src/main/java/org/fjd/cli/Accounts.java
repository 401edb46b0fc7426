package org.fjd.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.fjd.job.JobName;
import org.fjd.steer.Account;
import org.fjd.steer.Steered;
import org.fjd.steer.Steered.Done;

/** Says what was done for jobs, for people or for programs. */
final class Accounts {

    private static final int SHOWN = 10;

    /** Of a terminal's line, beside what all that is said begins with. */
    private static final int WIDTH = Text.WIDTH - "[FJD] ".length();

    private final Console console;

    Accounts(Console console) {
        this.console = console;
    }

    /**
     * Says it, and returns what to exit with.
     *
     * @param verb what was to be done with the jobs, such as {@code cancel}
     */
    int say(Account account, String verb, boolean json) throws IOException {
        if (json) {
            console.print(json(account));
        } else {
            sayText(account, verb);
        }
        if (!account.unknown().isEmpty()) {
            console.complain(Sayings.noSuchJob(account.unknown(), "to " + verb));
        }
        if (account.trouble().isPresent()) {
            console.complain(account.trouble().get() + ".");
            return ExitCode.UNUSABLE;
        }
        if (!account.unknown().isEmpty()) {
            return ExitCode.UNKNOWN;
        }
        return account.isComplete() ? ExitCode.OK : ExitCode.FAILED;
    }

    private void sayText(Account account, String verb) {
        for (Map.Entry<Done, List<JobName>> done : byDeed(account.jobs()).entrySet()) {
            String jobs = Sayings.count(done.getValue().size(), "job");
            console.say(line(word(done.getKey()) + " " + jobs, done.getValue()));
        }
        for (Map.Entry<String, List<JobName>> same : byReason(account, Done.UNCHANGED)) {
            console.say(line("Left as it was (" + same.getKey() + ")", same.getValue()));
        }
        for (Map.Entry<String, List<JobName>> not : byReason(account, Done.NOTHING)) {
            console.complain(
                    line("Could not %s (%s)".formatted(verb, not.getKey()), not.getValue()));
        }
        if (account.jobs().isEmpty() && account.isComplete()) {
            console.say("There is nothing to " + verb + ".");
        }
    }

    private static Map<Done, List<JobName>> byDeed(List<Steered> jobs) {
        return jobs.stream()
                .filter(job -> job.done() != Done.UNCHANGED && job.done() != Done.NOTHING)
                .collect(
                        Collectors.groupingBy(
                                Steered::done,
                                LinkedHashMap::new,
                                Collectors.mapping(Steered::job, Collectors.toList())));
    }

    private static Iterable<Map.Entry<String, List<JobName>>> byReason(Account account, Done done) {
        return account.jobs().stream()
                .filter(job -> job.done() == done)
                .collect(
                        Collectors.groupingBy(
                                job -> job.why().replaceFirst("\\.$", ""),
                                LinkedHashMap::new,
                                Collectors.mapping(Steered::job, Collectors.toList())))
                .entrySet();
    }

    private static String word(Done done) {
        return switch (done) {
            case ASKED -> "Asked the workers to end";
            case REPRIORITIZED -> "Changed the priority of";
            default ->
                    done.word().substring(0, 1).toUpperCase(Locale.ROOT) + done.word().substring(1);
        };
    }

    /** A sentence that ends in names: the first ten, or as many as fit, and how many more. */
    static String line(String begin, List<JobName> jobs) {
        List<String> words = jobs.stream().map(JobName::quoted).toList();
        int shown = Math.min(SHOWN, words.size());
        String line = line(begin, words, shown);
        while (Width.of(line) > WIDTH && shown > 1) {
            shown--;
            line = line(begin, words, shown);
        }
        return line;
    }

    private static String line(String begin, List<String> words, int shown) {
        String first = String.join(", ", words.subList(0, shown));
        int more = words.size() - shown;
        return begin + ": " + first + (more > 0 ? " and " + more + " more." : ".");
    }

    private static String json(Account account) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Steered job : account.jobs()) {
            rows.add(row(job.job().value(), job.was().word(), job.done().word(), job.why()));
        }
        for (String word : account.unknown()) {
            rows.add(row(word, Unknown.WORD, Done.NOTHING.word(), "there is no such job"));
        }
        return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(rows);
    }

    private static Map<String, Object> row(String job, String was, String done, String why) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("job", job);
        row.put("was", was);
        row.put("done", done);
        row.put("why", why);
        return row;
    }
}
