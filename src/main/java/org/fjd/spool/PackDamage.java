package org.fjd.spool;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Tells of each pack that can't be read, once. Thread-safe. */
final class PackDamage {

    private final Set<Path> told = ConcurrentHashMap.newKeySet();
    private volatile Consumer<String> teller = sentence -> {};

    void tellTo(Consumer<String> other) {
        teller = other;
    }

    /** Somebody goes on without what could not be read of a pack. */
    void found(Path pack, PackException why) {
        if (told.add(pack)) {
            teller.accept(
                    why.getMessage()
                            + " Until then not all of its jobs are known here; 'fjd fsck' looks at all packs.");
        }
    }
}
