package org.fjd.submit;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is to hold for a job besides its command.
 *
 * @param directory where it runs, absolute; the path of its program counts from there
 * @param defaults a file of defaults, absolute
 * @param control further keys of {@code [control]}, in the order in which they are to be written
 * @param environment variables, in the order in which they are to be written
 * @param params the job's own parameters, in the order in which they are to be written
 */
public record JobOptions(
        Path directory,
        Optional<Path> defaults,
        Map<String, String> control,
        Map<String, String> environment,
        Map<String, String> params) {

    /** Keeps copies. */
    public JobOptions {
        control = Collections.unmodifiableMap(new LinkedHashMap<>(control));
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
    }

    /** These, with one text in the place of another in all values. */
    JobOptions filled(String place, String text) {
        return new JobOptions(
                directory,
                defaults,
                filled(control, place, text),
                filled(environment, place, text),
                filled(params, place, text));
    }

    private static Map<String, String> filled(
            Map<String, String> values, String place, String text) {
        Map<String, String> filled = new LinkedHashMap<>(values);
        filled.replaceAll((key, value) -> value.replace(place, text));
        return filled;
    }

    /** Nothing but where it runs. */
    public static JobOptions in(Path directory) {
        return new JobOptions(directory, Optional.empty(), Map.of(), Map.of(), Map.of());
    }
}
