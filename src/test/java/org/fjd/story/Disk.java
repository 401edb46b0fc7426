package org.fjd.story;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.fjd.story.Operation.Kind;
import org.fjd.story.Operation.Role;
import org.fjd.story.SteppedFileSystem.Effect;
import org.jspecify.annotations.Nullable;

/** The one file system that all parties share, and what is remembered of its changes. */
final class Disk {

    /** The last change of a directory. */
    private record Change(Party by, String name, boolean isNew) {}

    /** Where users keep what they move out of the spool, beside it. */
    static final String HOME = "home";

    private final Ground ground;
    private final Path root;
    private final Stage stage;
    private final Sabotage sabotage;
    private final Ledger ledger;
    private final Consumer<String> teller;
    private final boolean seated;
    private final Path seat;
    private final Map<Path, Change> changes = new HashMap<>();
    private final Map<Party, Path> records = new HashMap<>();
    private final Set<String> unfenced = new TreeSet<>();
    private final Map<Party, Set<String>> onRoll = new HashMap<>();
    private final Map<Party, List<Path>> toStrike = new HashMap<>();
    private final Map<Party, Path> pretended = new HashMap<>();
    private final Set<Party> hasFenced = new HashSet<>();
    private final Map<Path, Object> listings = new HashMap<>();
    private final Map<Path, Adrift> adrift = new HashMap<>();
    private boolean calm;
    private int memories;

    /**
     * @param seated whether dispatchers see the same seat
     */
    Disk(
            Ground ground,
            Stage stage,
            Sabotage sabotage,
            Ledger ledger,
            boolean seated,
            Consumer<String> teller) {
        this.seated = seated;
        this.ground = ground;
        this.root = ground.root();
        this.seat = root.resolve(".fjd/seat");
        this.stage = stage;
        this.sabotage = sabotage;
        this.ledger = ledger;
        this.teller = teller;
    }

    FileSystem base() {
        return root.getFileSystem();
    }

    Path root() {
        return root;
    }

    /** From here on nothing goes wrong any more. */
    void calm() {
        calm = true;
    }

    boolean isCalm() {
        return calm;
    }

    Operation operation(Kind kind, Path path, Path target) {
        return new Operation(root, kind, path, target);
    }

    void tell(Party by, Operation operation, @Nullable Fault fault) {
        if (teller != Story.NOBODY && (fault != null || operation.kind().changes())) {
            teller.accept(
                    "%9.4f %-12s %s%s"
                            .formatted(
                                    stage.nanos() / 1e9,
                                    by,
                                    operation,
                                    fault == null ? "" : "   *** " + fault.kind()));
        }
    }

    void tell(String what) {
        if (teller != Story.NOBODY) {
            teller.accept("%9.4f %s".formatted(stage.nanos() / 1e9, what));
        }
    }

    <T> T perform(Party by, Operation operation, Path path, Path target, Effect<T> effect)
            throws IOException {
        Kind kind = operation.kind();
        ledger.acts(stage.current());
        Path from = place(by, path);
        Path to = path.equals(target) ? from : place(by, target);
        refuseAdrift(kind, from, to);
        if (!kind.changes()) {
            if (kind == Kind.LIST && sabotage == Sabotage.NONE) {
                return listed(from, effect);
            }
            T result = sabotage.perform(this, by, operation, from, to, effect);
            if (kind == Kind.LOOK) {
                ledger.looked(by, to);
            }
            return result;
        }
        if (kind != Kind.WRITE) {
            listings.clear();
        }
        ledger.expect(kind, from, to);
        boolean isNew = ledger.isNew();
        T result = sabotage.perform(this, by, operation, from, to, effect);
        ground.changed(kind, from, to);
        ledger.note(by, kind, from, to);
        if (kind == Kind.CREATE && to.getParent().endsWith(".fjd/workers")) {
            records.put(by, to);
        }
        switch (kind) {
            case CREATE, MAKE -> change(by, to, isNew);
            case DELETE -> changes.put(from.getParent(), new Change(by, name(from), false));
            case MOVE -> {
                changes.put(from.getParent(), new Change(by, name(from), false));
                change(by, to, isNew);
                adrift.remove(from);
            }
            default -> {}
        }
        return result;
    }

    /** A directory that can't be opened. */
    private static final class Adrift {

        private int before;
        private final int refusals;
        private int refused;

        Adrift(int before, int refusals) {
            this.before = before;
            this.refusals = refusals;
        }

        boolean refuses(Kind kind) {
            if (before > 0) {
                before -= kind == Kind.LIST ? 0 : 1;
                return false;
            }
            return refusals == 0 || refused++ < refusals;
        }
    }

    /**
     * Has a directory that was just moved be one that can't be opened until it is moved once more.
     * On Gluster a look-up under its old name, on its way at that moment, may leave the server with
     * that name; a later one shows it the way again.
     *
     * @param before how many operations with what is in it still succeed
     * @param refusals how many are refused before all is well again; 0 for any number
     */
    void adrift(Operation operation, Path directory, int before, int refusals) {
        if (operation.role() == Role.RENEW || operation.role() == Role.FENCE) {
            adrift.put(directory, new Adrift(before, refusals));
        }
    }

    private void refuseAdrift(Kind kind, Path from, Path to) throws IOException {
        if (adrift.isEmpty() || kind == Kind.READ || kind == Kind.WRITE) {
            return; // what is open stays so
        }
        boolean itself = kind == Kind.LIST || (kind == Kind.DELETE && adrift.containsKey(from));
        Adrift in = adrift.get(itself ? from : to.getParent());
        if (in == null) {
            in = adrift.get(from.getParent());
        }
        if (in == null || !in.refuses(kind)) {
            return;
        }
        if (itself || kind == Kind.CREATE || kind == Kind.MAKE) {
            throw new FileSystemException(to.toString(), null, "Stale file handle");
        }
        throw new NoSuchFileException(from.toString());
    }

    /** Most looks into directories are between two changes. */
    @SuppressWarnings("unchecked")
    private <T> T listed(Path directory, Effect<T> effect) throws IOException {
        Object known = listings.get(directory);
        if (known == null) {
            known = effect.on(directory, directory);
            listings.put(directory, known);
        }
        return (T) known;
    }

    /** Somebody who is no party makes a file, or deletes one. */
    void changedByOthers(Path file) throws IOException {
        listings.clear();
        ground.changed(Kind.CREATE, file, file);
    }

    /** Where a path leads; where dispatchers do not share the seat, each finds its own. */
    private Path place(Party by, Path path) {
        return ((!seated && by.reaps()) || by.isReaper()) && path.startsWith(seat)
                ? seat.resolveSibling("seat-" + by).resolve(seat.relativize(path))
                : sabotage.place(this, path);
    }

    private void change(Party by, Path path, boolean isNew) {
        if (isNew) {
            changes.put(path.getParent(), new Change(by, name(path), true));
        }
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    /** A listing as it was before the last change, unless that was the party's own. */
    @SuppressWarnings("unchecked")
    <T> T aged(Party by, Path directory, T listing) {
        Change last = changes.get(directory);
        if (last == null || last.by() == by) {
            return listing;
        }
        List<Path> entries = new ArrayList<>((List<Path>) listing);
        if (last.isNew()) {
            entries.removeIf(entry -> name(entry).equals(last.name()));
        } else {
            entries.add(directory.resolve(last.name()));
        }
        if (directory.endsWith(".fjd/workers")) {
            sawRoll(by, entries);
        }
        return (T) entries;
    }

    /** A party was not told that it had moved something there. */
    void replyLost(Operation operation, Path target) throws IOException {
        sabotage.replyLost(this, operation, target);
    }

    /** What a party has in its pods may be taken away from it. */
    void excuse(Party by) {
        ledger.excuse(by);
    }

    /** The record with which a worker enlisted. */
    @Nullable Path recordOf(Party by) {
        return records.get(by);
    }

    /** The runs whose pods a sabotage only pretended to fence. */
    Set<String> unfenced() {
        return unfenced;
    }

    /** Who has fenced somebody just before. */
    Set<Party> hasFenced() {
        return hasFenced;
    }

    /** Whom a party saw on the roll when it listed it last. */
    Set<String> seenOnRoll(Party by) {
        return onRoll.getOrDefault(by, Set.of());
    }

    void sawRoll(Party by, List<Path> records) {
        onRoll.put(by, records.stream().map(Disk::name).collect(Collectors.toSet()));
    }

    /** The records that a sabotage has yet to delete for a party. */
    List<Path> toStrike(Party by) {
        return toStrike.computeIfAbsent(by, party -> new ArrayList<>());
    }

    /** The names that parties believe to have reserved, though a sabotage did not do it. */
    Map<Party, Path> pretended() {
        return pretended;
    }

    Path emptyFile() throws IOException {
        memory(new byte[0]).close();
        return root.resolveSibling("memory" + (memories - 1));
    }

    /** An open file that has a content and no place in the spool. */
    SeekableByteChannel memory(byte[] content) throws IOException {
        Path file = root.resolveSibling("memory" + memories++);
        Files.write(file, content);
        return Files.newByteChannel(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** The names in one of the spool's directories, in order. */
    List<String> names(String directory) throws IOException {
        try (var entries = Files.list(root.resolve(directory))) {
            return entries.map(Disk::name).sorted().toList();
        } catch (NotDirectoryException e) {
            return List.of();
        }
    }
}
