package org.fjd.story;

/**
 * Something that was wrong in a story.
 *
 * @param kind which promise was not kept
 * @param text what happened, for people
 */
record Complaint(Kind kind, String text) {

    /** The promises. */
    enum Kind {
        /** A job was overwritten or deleted, as seen at that step. */
        DESTROYED,
        /** A job is nowhere. */
        LOST,
        /** A job counts more than once: in its places and in packs. */
        TWICE,
        /** What the user wrote was changed. */
        TEXT,
        /** A job has more or fewer ends than times it was queued. */
        ENDS,
        /** Where it lies is not where its end says. */
        PLACE,
        /** What is told of a run is not how it ended. */
        MISTOLD,
        /** A run was started that no section tells of, or more than one does. */
        TOLD,
        /** A job was started again, or not at all, and nothing excuses that. */
        STARTS,
        /** A run was called lost, though its worker neither died nor was cut off. */
        CALLED_LOST,
        /** A job was started while it was held. */
        HELD,
        /** Nobody had asked for what was done. */
        UNASKED,
        /** Files that could not be run, and their reasons, do not go together. */
        REASONS,
        /** Something is left where nothing may be left. */
        LEFT_BEHIND,
        /** Jobs did not come to their ends. */
        STUCK,
        /** A party crashed. */
        CRASHED
    }

    @Override
    public String toString() {
        return kind + ": " + text;
    }
}
