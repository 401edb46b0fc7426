package org.fjd.submit;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import org.fjd.job.Rejection;

/**
 * A text, with or without a byte order mark, of which each line that is not blank is a job: a
 * command as in the key {@code executable}, or what stands in a command for {@code {}}. For one
 * thread.
 */
public final class Lines {

    private static final String PLACE = "{}";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** Is given the jobs in turn. */
    public interface Receiver {
        void accept(JobText job) throws Rejection;
    }

    private final BufferedReader text;
    private int number;

    public Lines(BufferedReader text) {
        this.text = text;
    }

    /** The number of the line that was read last, from 1. */
    public int number() {
        return number;
    }

    /**
     * Reads all lines.
     *
     * @param command words, in each of which, and in the options' values, the line takes the place
     *     of every {@code {}}; if there are none, the lines are the commands
     * @throws Rejection if a line is no command, or the receiver does not want it
     */
    public void forEach(List<String> command, JobOptions options, Receiver receiver)
            throws IOException, Rejection {
        for (String line = text.readLine(); line != null; line = text.readLine()) {
            number++;
            if (number == 1 && line.startsWith(BYTE_ORDER_MARK)) {
                line = line.substring(BYTE_ORDER_MARK.length());
            }
            if (!line.isBlank()) {
                receiver.accept(
                        command.isEmpty()
                                ? JobText.ofLine(line, options)
                                : JobText.ofWords(
                                        filled(command, line), options.filled(PLACE, line)));
            }
        }
    }

    private static List<String> filled(List<String> command, String line) {
        return command.stream().map(word -> word.replace(PLACE, line)).toList();
    }

    /** Whether a command has a place for a line. */
    public static boolean hasPlace(List<String> command) {
        return command.stream().anyMatch(word -> word.contains(PLACE));
    }
}
