package org.fjd.doctor;

/** What is asked of a file system. */
public enum Operation {
    CREATE("create"),
    APPEND("append"),
    LOOK("look"),
    READ("read"),
    LIST("list"),
    MOVE("move"),
    REMOVE("remove");

    private final String word;

    Operation(String word) {
        this.word = word;
    }

    /** The word for it. */
    public String word() {
        return word;
    }

    /** Whether it changes something. */
    boolean writes() {
        return this == CREATE || this == APPEND || this == MOVE || this == REMOVE;
    }
}
