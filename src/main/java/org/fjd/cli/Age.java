package org.fjd.cli;

import java.time.Duration;
import org.fjd.job.Durations;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an age such as {@code 7d} or {@code 12h}. */
final class Age implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String value) {
        return Durations.parse(value)
                .orElseThrow(
                        () ->
                                new TypeConversionException(
                                        "'%s' is not an age: write 7d, 12h or 30m."
                                                .formatted(value)));
    }
}
