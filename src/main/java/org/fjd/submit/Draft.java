package org.fjd.submit;

import java.util.List;

/** A job file that was checked and may be queued. Made by a {@link Submitter}. */
public final class Draft {

    private final NameWish wish;
    private final String id;
    private final byte[] content;
    private final List<String> warnings;

    Draft(NameWish wish, String id, byte[] content, List<String> warnings) {
        this.wish = wish;
        this.id = id;
        this.content = content;
        this.warnings = List.copyOf(warnings);
    }

    /** What may be a mistake, each a sentence that is safe on a terminal. */
    public List<String> warnings() {
        return warnings;
    }

    NameWish wish() {
        return wish;
    }

    String id() {
        return id;
    }

    /** The whole file, not to be changed. */
    byte[] content() {
        return content;
    }
}
