package org.fjd.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Random;

/**
 * A job file that a submitter is to write.
 *
 * @param serial its number, which no other has
 * @param name the job's name, which others may have if they are moved into the queue
 * @param dropped whether it is written where it lies, as by {@code cp}, rather than moved there
 * @param text all of it
 * @param exit the code that its program exits with
 */
record Submission(int serial, String name, boolean dropped, String text, int exit) {

    private static final double DROPPED = 0.15;
    private static final double NAMESAKES = 0.1;
    private static final double FAILING = 0.05;
    private static final int LONGEST_FILLER = 3000;

    /** A job as chance has it. */
    static Submission random(int serial, String slot, Layout layout, Random chance) {
        boolean dropped = chance.nextDouble() < DROPPED;
        boolean namesake = !dropped && chance.nextDouble() < NAMESAKES;
        String name = dropped ? "drop" + serial : namesake ? "twin" + slot : "job" + serial;
        int exit = chance.nextDouble() < FAILING ? 3 : 0;
        String text =
                "[chaos]\nserial = %d\nfiller = %s\n\n[control]\nexecutable = %s %s %s %d\n%s"
                        .formatted(
                                serial,
                                "ä".repeat(chance.nextInt(LONGEST_FILLER)),
                                layout.script("job"),
                                layout.notes(serial),
                                seconds(chance),
                                exit,
                                dropped ? "" : "\n[submitted]\nby = chaos\nwhole = yes\n");
        return new Submission(serial, name, dropped, text, exit);
    }

    byte[] bytes() {
        return text.getBytes(UTF_8);
    }

    /** Most jobs are short, some are not. */
    private static String seconds(Random chance) {
        double share = chance.nextDouble();
        int longest = share < 0.7 ? 50 : share < 0.97 ? 500 : 4000;
        return Double.toString(chance.nextInt(longest) / 1000.0);
    }
}
