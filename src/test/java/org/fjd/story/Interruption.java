package org.fjd.story;

import java.io.IOException;
import java.nio.file.Path;
import org.fjd.story.Operation.Kind;
import org.fjd.story.SteppedFileSystem.Effect;
import org.fjd.story.SteppedFileSystem.Performer;

/**
 * Has something happen once, right before or after the first operation of its kind on a file: what
 * others do in between, an error, or a death.
 */
final class Interruption implements Performer {

    /** What happens. */
    interface Deed {
        void run() throws IOException;
    }

    private final Kind kind;
    private final String target;
    private final boolean isAfter;
    private final Deed deed;
    private boolean isOver;

    /**
     * @param target a regular expression for the path on which it is, or to which it moves
     */
    Interruption(Kind kind, String target, boolean isAfter, Deed deed) {
        this.kind = kind;
        this.target = target;
        this.isAfter = isAfter;
        this.deed = deed;
    }

    @Override
    public <T> T perform(Kind performed, Path path, Path to, Effect<T> effect) throws IOException {
        if (isOver || performed != kind || !to.toString().matches(target)) {
            return effect.on(path, to);
        }
        isOver = true;
        if (!isAfter) {
            deed.run();
            return effect.on(path, to);
        }
        T result = effect.on(path, to);
        deed.run();
        return result;
    }
}
