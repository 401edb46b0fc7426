package org.fjd.work;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out why a program could not be started. The system's error number tells trouble of the
 * machine from a fault of the job; a look at the files then tells which fault it is, since one
 * number stands for many.
 */
final class StartFault {

    private static final Pattern ERROR = Pattern.compile("error[=:] ?(\\d+)[, (]*([^)]*)");

    /**
     * None (the runtime's own helper failed), EIO, EAGAIN, ENOMEM, ENFILE, EMFILE, ENOSPC, EAGAIN
     * of BSD, ESTALE of BSD, ESTALE, EDQUOT.
     */
    private static final Set<Integer> OF_THE_MACHINE =
            Set.of(0, 5, 11, 12, 23, 24, 28, 35, 70, 116, 122);

    private static final int TOO_LONG = 7;
    private static final int BEING_WRITTEN = 26;

    private final Order order;
    private final String program;

    private StartFault(Order order, String program) {
        this.order = order;
        this.program = program;
    }

    /**
     * What the job is to blame for, and the remedy; empty if it is the machine that is in trouble.
     *
     * @param program the program as it was given to the system
     */
    static Optional<String> of(Order order, String program, IOException failure) {
        Throwable cause = Objects.requireNonNullElse(failure.getCause(), failure);
        if (cause instanceof FileNotFoundException) {
            return Output.fault(order.stdout()).or(() -> Output.fault(order.stderr()));
        }
        String message = String.valueOf(cause.getMessage());
        Matcher error = ERROR.matcher(message);
        if (!error.find()) {
            return Optional.of(message);
        }
        int number = Integer.parseInt(error.group(1));
        if (OF_THE_MACHINE.contains(number)) {
            return Optional.empty();
        }
        return Optional.of(new StartFault(order, program).find(number, error.group(2)));
    }

    /**
     * What the job is to blame for, as far as a look at the files tells it before the start.
     *
     * @param program the program as it would be given to the system
     */
    static Optional<String> foreseen(Order order, String program) {
        StartFault fault = new StartFault(order, program);
        if (!isUsable(order.directory())) {
            return Optional.of(ofDirectory(order.directory()));
        }
        Optional<Path> file = file(order, program);
        return file.isEmpty()
                ? Optional.of(fault.notFound())
                : fault.visible(file.get(), "can't be looked at");
    }

    private String find(int number, String text) {
        if (!isUsable(order.directory())) {
            return ofDirectory(order.directory());
        }
        if (number == TOO_LONG) {
            return "%s: its arguments are too long. Put them into the job file.".formatted(program);
        }
        Optional<Path> file = file(order, program);
        return file.isEmpty() ? notFound() : ofFile(file.get(), number, text);
    }

    private String notFound() {
        return "%s: not found on the worker's PATH. Install it there, or write its path (./%s)."
                .formatted(program, program);
    }

    private static boolean isUsable(Path directory) {
        return Files.isDirectory(directory) && Files.isExecutable(directory);
    }

    private static String ofDirectory(Path directory) {
        if (Files.isDirectory(directory)) {
            return "%s: the job's directory may not be entered. Give that right (chmod u+x)."
                    .formatted(directory);
        }
        return Files.exists(directory)
                ? "%s: not a directory, so no job runs there. Name another.".formatted(directory)
                : "%s: no such directory. Make it (mkdir), or name another.".formatted(directory);
    }

    /**
     * The program's file; where it is looked for on the PATH, the first that can be executed, else
     * the first that is there.
     */
    static Optional<Path> file(Order order, String program) {
        if (program.contains("/")) {
            return Optional.of(Path.of(program));
        }
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "/bin:/usr/bin");
        List<Path> found =
                Pattern.compile(":")
                        .splitAsStream(path)
                        .map(entry -> order.directory().resolve(entry).resolve(program))
                        .filter(Files::exists)
                        .toList();
        return found.stream()
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst()
                .or(() -> found.stream().findFirst());
    }

    private String ofFile(Path file, int number, String text) {
        if (number == BEING_WRITTEN) {
            return "%s: still being written. Submit the job again when it is complete."
                    .formatted(file);
        }
        return visible(file, text)
                .or(() -> interpreter(file).map(name -> notExecuted(file, name, text)))
                .orElseGet(
                        () ->
                                "%s: %s. Perhaps it was made for another machine, or needs a loader not found here."
                                        .formatted(file, text));
    }

    private static String notExecuted(Path file, String interpreter, String text) {
        return "%s: its first line asks for %s, which can't be executed: %s. Mend the line."
                .formatted(file, interpreter, text);
    }

    /** What is plainly wrong with the program's file. */
    private Optional<String> visible(Path file, String text) {
        if (!Files.exists(file)) {
            return Optional.of(
                    "%s: %s. A relative path counts from the worker's directory, %s."
                            .formatted(
                                    file,
                                    Files.notExists(file) ? "not found" : text,
                                    order.workerDirectory()));
        }
        if (Files.isDirectory(file)) {
            return Optional.of("%s: is a directory, not a program.".formatted(file));
        }
        if (!Files.isExecutable(file)) {
            return Optional.of(
                    ("%s: not executable. Make it so (chmod +x), or write its interpreter before"
                                    + " it. If it is, its file system allows no programs (noexec).")
                            .formatted(file));
        }
        return interpreter(file).flatMap(name -> ofInterpreter(file, name));
    }

    private Optional<String> ofInterpreter(Path file, String interpreter) {
        if (interpreter.endsWith("\r")) {
            return Optional.of(
                    "%s: its first line ends in a carriage return. Save it with Unix line ends."
                            .formatted(file));
        }
        Path path = order.directory().resolve(interpreter);
        return Files.exists(path)
                ? Optional.empty()
                : Optional.of(
                        "%s: its first line asks for %s, not found. Install that, or mend the line."
                                .formatted(file, interpreter));
    }

    /** What the file's first line names after {@code #!}, if it does. */
    private static Optional<String> interpreter(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            String head = new String(in.readNBytes(256), ISO_8859_1);
            Matcher line = Pattern.compile("#![ \\t]*([^ \\t\\n]+)").matcher(head);
            return line.lookingAt() ? Optional.of(line.group(1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
