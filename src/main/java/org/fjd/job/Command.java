package org.fjd.job;

import java.util.ArrayList;
import java.util.List;

/**
 * What a job executes. A line is <em>plain</em> when a POSIX shell would do nothing with it but
 * split it into words; it is then run without a shell. All others go through {@code sh}.
 */
public sealed interface Command {

    /**
     * Reads the line of an executable. Where it is not sure that a line is plain it is for the
     * shell, which always does what the line means.
     *
     * @throws Rejection if the line is blank or only a comment, if a quote is not closed, or if the
     *     line ends in a backslash
     */
    static Command parse(String line) throws Rejection {
        return parse(line, true);
    }

    /**
     * As {@link #parse(String)}.
     *
     * @param takesJobFile whether the path of the job file is added as an argument
     */
    static Command parse(String line, boolean takesJobFile) throws Rejection {
        ShellLine parsed = ShellLine.of(line);
        if (parsed.openQuote().isPresent()) {
            throw new Rejection(
                    "The executable has a quote ("
                            + parsed.openQuote().get()
                            + ") that is not closed. Close it, or put a backslash before it.");
        }
        if (parsed.isEmpty()) {
            throw new Rejection("The executable names no program. Write the command there.");
        }
        if (!parsed.needsShell() && parsed.endsInBackslash()) {
            throw new Rejection("The executable ends in a backslash. Remove it.");
        }
        return parsed.needsShell()
                ? new Shell(line, takesJobFile)
                : new Plain(parsed.words(), takesJobFile);
    }

    /**
     * The words to execute.
     *
     * @param jobFile the path of the job file
     */
    List<String> argv(String jobFile);

    /**
     * A program and its arguments.
     *
     * @param words at least one
     * @param takesJobFile whether the job file's path is added as the last argument
     */
    record Plain(List<String> words, boolean takesJobFile) implements Command {

        /** Keeps a copy of the words. */
        public Plain {
            words = List.copyOf(words);
        }

        /** With the job file's path as the last argument. */
        public Plain(List<String> words) {
            this(words, true);
        }

        @Override
        public List<String> argv(String jobFile) {
            List<String> argv = new ArrayList<>(words);
            if (takesJobFile) {
                argv.add(jobFile);
            }
            return List.copyOf(argv);
        }
    }

    /**
     * A line for {@code sh -c}, with the job file's path as {@code $1}. If the command takes the
     * job file, that path is also added to the line's last command as that one's last argument,
     * except
     *
     * <ul>
     *   <li>where the line itself says where the path is to go: where the shell expands {@code $1},
     *       {@code $@}, {@code $*} or {@code $FJD_JOB_FILE} in it ({@code ${1}} and its like too;
     *       not within single quotes, nor after a backslash or in a comment);
     *   <li>where the last command takes no argument, because there is none after the last {@code ;
     *       & |}, it is a compound one (ends in {@code )}, <code>}</code>, {@code fi}, {@code done}
     *       or {@code esac}, redirected or not), a bare assignment or redirection, or one of the
     *       shell's own that has no use for it, such as {@code cd} or {@code exit};
     *   <li>where the line ends in a comment or a backslash, has a here-document, or more than 100
     *       substitutions within each other.
     * </ul>
     *
     * @param line the line as written
     * @param takesJobFile whether the path is added at all
     */
    record Shell(String line, boolean takesJobFile) implements Command {

        /** With the job file's path where it may be added. */
        public Shell(String line) {
            this(line, true);
        }

        @Override
        public List<String> argv(String jobFile) {
            boolean added = takesJobFile && ShellLine.of(line).takesArgument();
            String script = added ? line + " \"$@\"" : line;
            return List.of("sh", "-c", script, "sh", jobFile);
        }
    }
}
