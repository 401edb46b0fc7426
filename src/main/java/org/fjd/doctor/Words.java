package org.fjd.doctor;

import java.time.Duration;
import java.util.Locale;

/** Short durations, for people. */
public final class Words {

    private static final double MILLI = 1e6;

    private Words() {}

    /** {@code 0.04 ms}, {@code 3.2 ms}, {@code 120 ms}, {@code 1.5 s}, {@code 20 s}. */
    public static String of(Duration duration) {
        double millis = duration.toNanos() / MILLI;
        if (millis < 1000) {
            return number(millis) + " ms";
        }
        return number(millis / 1000) + " s";
    }

    private static String number(double value) {
        String form = value < 1 ? "%.2f" : value < 10 ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, form, value);
    }
}
