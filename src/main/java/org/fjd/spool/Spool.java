package org.fjd.spool;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A spool: the directory tree through which submitters, dispatchers and workers meet.
 *
 * <p>Thread-safe as far as the file system is: it holds no state but paths, settings, and what it
 * has read of packs, which never change.
 */
public final class Spool {

    private final Path root;
    private final Settings settings;
    private final Time time;
    private final Moves moves;
    private final JobRules rules;
    private final PackDamage damage = new PackDamage();
    private final PackedEnds packedEnds = new PackedEnds(damage);

    private Spool(Path root, Settings settings, Time time) {
        this.root = root;
        this.settings = settings;
        this.time = time;
        this.moves = new Moves(settings.durable());
        this.rules = new JobRules(machinery("fjd.conf"), settings, time);
    }

    /**
     * Opens a spool; its directories are made where they are missing.
     *
     * @throws UnusableSpoolException if the directory does not exist, others may write to it, or
     *     its settings can't be read
     * @throws IOException if the file system refuses
     */
    public static Spool open(Path directory, Time time) throws IOException {
        Path root = realPath(directory);
        refuseIfOthersWrite(root);
        Settings settings = Settings.read(root.resolve(".fjd").resolve("fjd.conf"));
        Spool spool = new Spool(root, settings, time);
        spool.makeDirectories();
        return spool;
    }

    /**
     * Opens a spool only to look at it: nothing is made or changed, and it may belong to anybody.
     *
     * @throws UnusableSpoolException if the directory does not exist, there is nothing of a spool
     *     in it, or its settings can't be read
     * @throws IOException if the file system refuses
     */
    public static Spool openForReading(Path directory, Time time) throws IOException {
        Path root = realPath(directory);
        Set<String> names =
                Listing.of(root).stream()
                        .map(entry -> entry.getFileName().toString())
                        .collect(Collectors.toSet());
        if (!names.contains(".fjd") && !names.contains("jobqueue")) {
            throw new UnusableSpoolException(
                    "No spool at %s: there is neither .fjd nor jobqueue in it. Name another with --spool."
                            .formatted(root));
        }
        return new Spool(root, Settings.read(root.resolve(".fjd").resolve("fjd.conf")), time);
    }

    private static Path realPath(Path directory) throws IOException {
        Path root;
        try {
            root = directory.toRealPath();
        } catch (NoSuchFileException e) {
            throw new UnusableSpoolException(
                    "No spool at %s: there is no such directory. Make it (mkdir), or name another with --spool."
                            .formatted(directory.toAbsolutePath()));
        }
        if (!Files.isDirectory(root)) {
            throw new UnusableSpoolException(
                    "No spool at %s: it is not a directory. Name another with --spool."
                            .formatted(root));
        }
        return root;
    }

    /**
     * Opens whatever is left of a spool to check it: nothing is made, nobody's rights are a reason
     * to refuse it, and settings that can't be read count as none.
     *
     * @throws UnusableSpoolException if there is nothing of a spool in the directory
     */
    public static Spool openToCheck(Path directory, Time time) throws IOException {
        Path root;
        try {
            root = directory.toRealPath();
        } catch (NoSuchFileException e) {
            throw nothingOfASpool(directory);
        }
        List<String> names =
                Listing.of(root).stream().map(entry -> entry.getFileName().toString()).toList();
        if (!names.contains(".fjd") && !names.contains("jobqueue")) {
            throw nothingOfASpool(root);
        }
        Settings settings;
        try {
            settings = Settings.read(root.resolve(".fjd").resolve("fjd.conf"));
        } catch (IOException e) {
            settings = Settings.DEFAULT; // a finding of its own
        }
        return new Spool(root, settings, time);
    }

    private static UnusableSpoolException nothingOfASpool(Path directory) {
        return new UnusableSpoolException(
                "No spool at %s: there is neither .fjd nor jobqueue in it. Name another with --spool."
                        .formatted(directory.toAbsolutePath()));
    }

    /** Whether its directory still exists. */
    public boolean isThere() throws IOException {
        return Entries.isDirectory(root);
    }

    /** The real path of the spool's directory. */
    public Path root() {
        return root;
    }

    /** The settings as they were when it was opened. */
    public Settings settings() {
        return settings;
    }

    /**
     * How many jobs that name a limit may run at once, as the settings said when somebody asked
     * last for defaults, or {@linkplain #heedSettings looked}.
     */
    public Map<String, Integer> limits() {
        return rules.known().limits();
    }

    /** Looks whether the settings say something else for jobs by now, if that is due. */
    public void heedSettings() {
        rules.heed();
    }

    public Time time() {
        return time;
    }

    public JobQueue jobQueue() {
        return new JobQueue(jobqueue(), retryqueue(), machinery("tmp"), pods(), moves);
    }

    public WorkerQueue workerQueue() {
        return new WorkerQueue(workerqueue(), machinery("taken"), moves);
    }

    public Pods pods() {
        return new Pods(root.resolve("jobpods"), machinery("tmp"), moves);
    }

    public Archive archive() {
        return new Archive(root.resolve("done"), root.resolve("failed"), packs(), moves);
    }

    public Logs logs() {
        return new Logs(root.resolve("logs"), machinery("logs"), moves);
    }

    public Morgue morgue() {
        return new Morgue(machinery("morgue"), machinery("strays"), pods(), moves);
    }

    public Roll roll() {
        return new Roll(machinery("workers"));
    }

    public Requests requests() {
        return new Requests(machinery("requests"));
    }

    public Hires hires() {
        return new Hires(machinery("hires"), machinery("hired"));
    }

    public Seat seat(ProcessId dispatcher) {
        return new Seat(machinery("seat"), dispatcher);
    }

    public Packs packs() {
        return new Packs(root, tree(), packedEnds, damage, moves);
    }

    /**
     * Whom to tell, once, of each pack that can't be read, and of settings that have become
     * unusable: who looks at jobs goes on without. Until this is called, nobody is told.
     *
     * @param teller is given a sentence or two, which names the file and what to do
     */
    public void tellTo(Consumer<String> teller) {
        damage.tellTo(teller);
        rules.tellTo(teller);
    }

    public Tree tree() {
        return new Tree(root, directories(), machinery("tmp"), machinery("strays"), time, moves);
    }

    public Pause pause() {
        return new Pause(workerqueue());
    }

    public JobReader jobReader() {
        return new JobReader(root, rules::defaults, settings.trusted());
    }

    /** A reader for who only shows job files, or copies them and answers for the copy. */
    public JobReader anybodysJobReader() {
        return JobReader.ofAnybodys(root, () -> rules.known().defaults());
    }

    /**
     * Whether this user is the one whose workers serve it, as far as the owner of its directories
     * tells.
     */
    public boolean isOwn() throws IOException {
        Path fjd = root.resolve(".fjd");
        Optional<Integer> owner = Owners.of(fjd);
        return (owner.isPresent() ? owner : Owners.of(root)).equals(Owners.self(root));
    }

    public Sight sight() {
        return new Sight(jobqueue(), retryqueue(), root.resolve("done"), root.resolve("failed"));
    }

    public Lookout lookout() {
        return new Lookout(root, settings.watch(), time);
    }

    /** A sign for other hosts, until it is closed. */
    public Beacon beacon() throws IOException {
        return new Beacon(root, machinery("tmp"), "beacon-" + tree().unique());
    }

    /** A new directory in which the primitives can be tried out, until it is closed. */
    public Scratch scratch() throws IOException {
        return new ScratchDirectory(tree(), moves, time);
    }

    /** Whether its file system is known, by its type, as one that other hosts may change. */
    public boolean isRemote() {
        return Lookout.isRemote(root);
    }

    /**
     * Refuses settings that fjd may not change.
     *
     * @throws UnusableSpoolException if somebody else could have written them, or they can't be
     *     read
     */
    public void requireSettable() throws IOException {
        settingsFile().requireSettable();
    }

    /**
     * Changes keys of the section {@code [fjd]} of the settings file, and nothing else in it; made
     * if it is not there. What this object says of {@link #settings} stays as it was.
     *
     * @throws UnusableSpoolException if somebody else could have written the file, it can't be
     *     read, or these values can't be used
     */
    public void set(Map<String, String> values) throws IOException {
        settingsFile().set(values);
    }

    private SettingsFile settingsFile() {
        return new SettingsFile(machinery("fjd.conf"), tree(), moves);
    }

    /**
     * The text of a file in the spool's root that decides what is run; empty if it is not there.
     *
     * @throws UnusableSpoolException if it is no plain file, somebody else could have written it,
     *     it is larger than 1 MiB or is not UTF-8
     */
    public Optional<String> ownText(String name) throws IOException {
        return OwnText.read(root.resolve(name));
    }

    private Path workerqueue() {
        return root.resolve("workerqueue");
    }

    private Path jobqueue() {
        return root.resolve("jobqueue");
    }

    private Path retryqueue() {
        return root.resolve("retryqueue");
    }

    private Path machinery(String name) {
        return root.resolve(".fjd").resolve(name);
    }

    private List<Path> directories() {
        return List.of(
                jobqueue(),
                retryqueue(),
                workerqueue(),
                root.resolve("jobpods"),
                root.resolve("done"),
                root.resolve("failed"),
                root.resolve("logs"),
                root.resolve(".fjd"),
                machinery("tmp"),
                machinery("workers"),
                machinery("taken"),
                machinery("requests"),
                machinery("seat"),
                machinery("morgue"),
                machinery("strays"),
                machinery("logs"));
    }

    /** Makes what is missing of the tree; whoever comes first does it, and nobody minds who. */
    public void makeDirectories() throws IOException {
        for (Path directory : directories()) {
            try {
                Directories.create(directory);
            } catch (FileAlreadyExistsException e) {
                if (Files.isDirectory(directory)) {
                    refuseIfOthersWrite(directory);
                } else if (Entries.look(directory).isPresent()) {
                    throw new UnusableSpoolException(
                            directory
                                    + " is in the way: fjd keeps a directory of that name. Move it"
                                    + " elsewhere.");
                } // else another host has just made it, and it is not seen here yet
            }
        }
    }

    /**
     * Refuses a spool in which somebody else could decide what is run here: where the settings or
     * the pods are neither one's own nor the administrator's. Settings that become somebody else's
     * later are not read.
     */
    public void requireOwn() throws IOException {
        OwnText.refuseIfOthers(root.resolve(".fjd"));
        rules.requireOwn();
        OwnText.refuseIfOthers(root.resolve("jobpods"));
    }

    private static void refuseIfOthersWrite(Path directory) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(directory, PosixFileAttributeView.class);
        if (view != null
                && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new UnusableSpoolException(
                    "%s can be written to by everybody, so anybody could have programs run as you. Take that right away: chmod o-w %s"
                            .formatted(directory, directory));
        }
    }
}
