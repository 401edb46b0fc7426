package org.fjd.view;

import java.util.List;
import java.util.stream.Collectors;
import org.fjd.job.Quoting;

/**
 * The command line that retries a group of failed jobs; those that are packed are restored first.
 *
 * @param line a line for a shell
 * @param jobs how many failed jobs it retries: at least those of the group
 * @param before what would make them fail again: its causes are among those that it retries; the
 *     rest is to be mended before
 */
public record RetryCommand(String line, int jobs, Before before) {

    /**
     * The command line that retries jobs.
     *
     * @param jobs their names, those first that others are to run after
     */
    public static String retry(List<String> jobs) {
        return "fjd retry " + Quoting.arguments(jobs);
    }

    /**
     * The command line that brings packed jobs back.
     *
     * @param words names or patterns
     */
    public static String restore(List<String> words) {
        boolean looksLikeAnOption = words.stream().anyMatch(word -> word.startsWith("-"));
        return looksLikeAnOption
                ? "fjd archive --restore=" + joined(words, " --restore=")
                : "fjd archive --restore " + joined(words, " ");
    }

    private static String joined(List<String> words, String between) {
        return words.stream().map(Quoting::argument).collect(Collectors.joining(between));
    }
}
