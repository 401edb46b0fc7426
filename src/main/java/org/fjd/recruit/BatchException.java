package org.fjd.recruit;

import java.util.List;

/** A batch system did not do what it was asked, or can't be asked. */
public final class BatchException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<String> words;

    /**
     * @param message a sentence
     * @param words what the batch system said, line by line; these may hold anything
     */
    BatchException(String message, List<String> words) {
        super(message);
        this.words = List.copyOf(words);
    }

    BatchException(String message) {
        this(message, List.of());
    }

    /** A sentence of what went wrong. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /** What the batch system said of it, line by line; these may hold anything. */
    public List<String> words() {
        return words;
    }
}
