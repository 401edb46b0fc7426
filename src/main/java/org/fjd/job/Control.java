package org.fjd.job;

import java.util.List;
import java.util.Optional;
import org.fjd.ini.Ini;
import org.fjd.ini.Section;

/**
 * What a job file's {@code [control]} section asks for. Values are as written: paths are not
 * resolved, and nothing says that they exist.
 *
 * @param executable the command
 * @param logfile the file in which the job itself will write
 * @param directory the job's working directory
 * @param stdout where standard output goes
 * @param stderr where standard error goes
 */
public record Control(
        Command executable,
        Optional<String> logfile,
        Optional<String> directory,
        Optional<String> stdout,
        Optional<String> stderr) {

    private static final String SECTION = "control";

    /**
     * Reads the {@code [control]} section. Keys that are not known here are ignored; those that are
     * count as absent when blank.
     *
     * @throws Rejection if there is no such section or a second one, no executable or one that
     *     {@link Command#parse} refuses, a known key twice, or a control character in the value of
     *     a known key (a tab is accepted between the executable's words)
     */
    public static Control of(Ini ini) throws Rejection {
        List<Section> sections =
                ini.sections().stream().filter(s -> s.name().equals(SECTION)).toList();
        if (sections.isEmpty()) {
            throw new Rejection("It has no [control] section. Add one with an 'executable:' line.");
        }
        if (sections.size() > 1) {
            throw new Rejection("It has more than one [control] section. Merge them into one.");
        }
        Section control = sections.get(0);
        return new Control(
                executable(control),
                value(control, "logfile"),
                value(control, "directory"),
                value(control, "stdout"),
                value(control, "stderr"));
    }

    private static Command executable(Section control) throws Rejection {
        Optional<String> line = value(control, "executable");
        if (line.isEmpty()) {
            throw new Rejection(
                    "Its [control] section has no executable. Add a line 'executable: <command>'.");
        }
        return Command.parse(line.get());
    }

    private static Optional<String> value(Section control, String key) throws Rejection {
        List<String> values = control.all(key);
        if (values.size() > 1) {
            throw new Rejection(
                    "Its [control] section has '" + key + "' more than once. Keep one of them.");
        }
        Optional<String> value = values.stream().filter(v -> !v.isBlank()).findFirst();
        if (value.isPresent()) {
            refuseControlCharacters(key, value.get());
        }
        return value;
    }

    private static void refuseControlCharacters(String key, String value) throws Rejection {
        if (value.indexOf('\n') >= 0) {
            throw new Rejection(
                    "The value of '"
                            + key
                            + "' goes on over an indented line. Write it on one line, and do not"
                            + " indent the line after it.");
        }
        String rest = key.equals("executable") ? value.replace('\t', ' ') : value;
        if (rest.chars().anyMatch(Character::isISOControl)) {
            throw new Rejection(
                    "The value of '" + key + "' has a control character in it. Remove it.");
        }
    }
}
