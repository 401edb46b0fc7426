package org.fjd.story;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.fjd.story.Operation.Kind;
import org.fjd.story.SteppedFileSystem.Effect;
import org.fjd.story.SteppedFileSystem.Performer;

/**
 * Refuses everything for a while, as where the file server can't be reached.
 *
 * @param isAway whether it can't be just now
 */
record Outage(BooleanSupplier isAway) implements Performer {

    @Override
    public <T> T perform(Kind kind, Path path, Path target, Effect<T> effect) throws IOException {
        if (isAway.getAsBoolean()) {
            throw new FileSystemException(
                    path.toString(), null, "Transport endpoint is not connected");
        }
        return effect.on(path, target);
    }
}
