package org.fjd.story;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.fjd.job.History;
import org.fjd.job.Run;
import org.fjd.story.Complaint.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What a story owes its users: which jobs were queued how often, and which runs were started. Told
 * of each operation, it complains at once where one destroys a job. Files are known by what the
 * file system knows them by, wherever they are moved.
 */
final class Ledger {

    /** The start of a run. */
    record Start(int job, Run run, Party worker) {}

    /** A file as it was before an operation. */
    private record Found(Object key, Optional<Integer> job, boolean isEmpty) {}

    /** A name that was reserved, by the creation of this file. */
    private record Reservation(Party by, Object key) {}

    /** A look at one's own reservation. */
    private record Look(Path path, Object key, long at) {}

    /** When a worker came on the roll, or beat last. */
    private record Enlisted(Party by, long at) {}

    private static final Pattern FIRST_LINE = Pattern.compile("# job (\\d+)");

    private static final int UNKNOWN = -1;

    private final Path root;
    private final Map<String, Path> directories = new HashMap<>();
    private final Map<Object, Object> identities = new HashMap<>();
    private final Map<Object, Integer> jobs = new HashMap<>();
    private final Map<Integer, Integer> owed = new TreeMap<>();
    private final Map<Integer, String> texts = new HashMap<>();
    private final Set<Integer> torn = new HashSet<>();
    private final Set<Integer> late = new HashSet<>();
    private final Map<Run, Integer> assigned = new HashMap<>();
    private final Map<Run, Party> pods = new HashMap<>();
    private final Set<Run> excused = new HashSet<>();
    private final Set<Object> unwritten = new HashSet<>();
    private final Map<Party, Object> dropping = new HashMap<>();
    private final Map<Path, Party> reasons = new HashMap<>();
    private final Map<String, Party> drafts = new HashMap<>();
    private final Set<Path> taken = new HashSet<>();
    private final Map<Path, Reservation> reservations = new HashMap<>();
    private final Map<Party, Look> looks = new HashMap<>();
    private final Set<Object> outrun = new HashSet<>();
    private final Map<Path, Long> disturbed = new HashMap<>();
    private final List<Start> starts = new ArrayList<>();
    private final Map<String, Integer> exits = new HashMap<>();
    private final List<Complaint> complaints = new ArrayList<>();
    private int written;
    private final Map<Path, Enlisted> roll = new HashMap<>();
    private final Set<Party> struck = new HashSet<>();
    private final Map<Object, Long> acted = new HashMap<>();
    private long now;
    private long before;
    private @Nullable Found source;
    private @Nullable Found replaced;

    Ledger(Path root) {
        this.root = root;
    }

    /** How many ends each job is owed. */
    Map<Integer, Integer> owed() {
        return owed;
    }

    String text(int job) {
        return Objects.requireNonNull(texts.get(job));
    }

    /** Whether its user could not write all of it. */
    boolean isTorn(int job) {
        return torn.contains(job);
    }

    /** Whether it is rejected whenever it is to run. */
    boolean isNone(int job) {
        return text(job).contains(User.MISSPELT);
    }

    /**
     * Jobs that were written into a file that had been taken from the queue before, as their users
     * were slower than the time within which what is dropped must not change.
     */
    Set<Integer> late() {
        return late;
    }

    List<Start> starts() {
        return starts;
    }

    List<Complaint> complaints() {
        return complaints;
    }

    void complain(Kind kind, String text) {
        complaints.add(new Complaint(kind, text));
    }

    /** The files that were queued and into which their users wrote nothing. */
    Set<Object> unwritten() {
        return unwritten;
    }

    /** Who made a draft, or the directory of drafts, in {@code .fjd/tmp}. */
    Optional<Party> drafter(String name) {
        return Optional.ofNullable(drafts.get(name));
    }

    /** Who wrote the reasons. */
    Map<Path, Party> reasons() {
        return reasons;
    }

    /** Whether a user, or a command of a user's, took a file from here. */
    boolean wasTaken(Path file) {
        return taken.contains(file);
    }

    /**
     * Whether who made this reservation had looked for a reason beside its name when another file
     * still had that: that instant is left. The reason may stay beside it.
     */
    boolean isOutrun(Object reservation) {
        return outrun.contains(reservation);
    }

    /** Whether a run's worker died or was cut off while it had the run. */
    boolean isExcused(String run) {
        return Run.parse(run).filter(excused::contains).isPresent();
    }

    /** A new job, whose text tells which one it is. */
    String write(String head) {
        int id = ++written;
        String text = "# job " + id + "\n" + head + "[params]\nid = " + id + "\n";
        texts.put(id, text);
        return text;
    }

    /**
     * @param exit the exit code with which it will end, unless it is ended before
     */
    void started(String path, Run run, Party worker, int exit) {
        exits.put(run.toString(), exit);
        starts.add(new Start(assigned.getOrDefault(run, 0), run, worker));
        Path file = root.getFileSystem().getPath(path);
        try {
            if (History.of(Files.readAllBytes(file)).change().hold().orElse(false)) {
                complain(Kind.HELD, run + " was started while its job was held: " + file);
            }
        } catch (NoSuchFileException e) {
            // its pod was taken away
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether a run can not have come to this. */
    boolean isMistold(String run, String state) {
        int exit = exits.getOrDefault(run, UNKNOWN);
        return (state.equals("done") && exit > 0) || (state.equals("failed") && exit == 0);
    }

    /** What a party has in its pods may be taken away from it. */
    void excuse(Party party) {
        pods.forEach(
                (run, by) -> {
                    if (by == party) {
                        excused.add(run);
                    }
                });
    }

    /**
     * Before each operation.
     *
     * @param thread the one that does it: a party may have several
     */
    void acts(Object thread) {
        before = acted.getOrDefault(thread, 0L);
        acted.put(thread, ++now);
    }

    /**
     * Who enlists again, or beats, just between a reaper's last look and its strike is struck off
     * though it lives: that instant is left. What it gets before it notices is taken from it.
     */
    private void struckOff(Party by, Path path) {
        Enlisted enlisted = roll.remove(path);
        if (enlisted == null || enlisted.by() == by) {
            return;
        }
        struck.add(enlisted.by());
        if (enlisted.at() > before) {
            excuse(enlisted.by());
        }
    }

    private void enlisted(Party by, Path path) {
        roll.put(path, new Enlisted(by, now));
        struck.remove(by);
    }

    private void holds(Party by, Path pod) {
        Optional<Run> run = runOf(pod);
        run.ifPresent(r -> pods.put(r, by));
        if (struck.contains(by)) {
            run.ifPresent(excused::add);
        }
    }

    /** After a look. */
    void looked(Party by, Path path) {
        Reservation reservation = reservations.get(path);
        if (reservation != null && reservation.by() == by) {
            looks.put(by, new Look(path, reservation.key(), ++now));
        }
    }

    /** Before an operation. */
    void expect(Operation.Kind kind, Path path, Path target) throws IOException {
        source = kind == Operation.Kind.MOVE ? find(path) : null;
        replaced = mayReplace(kind) ? find(target) : null;
    }

    private static boolean mayReplace(Operation.Kind kind) {
        return kind != Operation.Kind.MAKE && kind != Operation.Kind.WRITE;
    }

    /** Whether there was nothing before the operation where it leads. */
    boolean isNew() {
        return replaced == null;
    }

    /** After an operation that was done. */
    void note(Party by, Operation.Kind kind, Path path, Path target) throws IOException {
        now++;
        switch (kind) {
            case MOVE -> moved(by, path, target);
            case DELETE -> deleted(by, path);
            case CREATE -> created(by, target);
            case MAKE -> {
                drafted(by, target);
                if (isPod(target)) {
                    holds(by, target);
                }
            }
            case WRITE -> wrote(by, target);
            default -> {}
        }
        if (replaced != null && !isStill(replaced, target)) {
            identities.values().remove(replaced.key());
        }
    }

    private boolean isStill(Found file, Path path) throws IOException {
        Found there = find(path);
        return there != null && there.key().equals(file.key());
    }

    private void moved(Party by, Path path, Path target) throws IOException {
        if (source == null) {
            return;
        }
        if (isPod(path)) {
            leftPod(by, runOf(path), isIn(".fjd/morgue", target));
        }
        if (isPod(target)) {
            holds(by, target);
        } else if (isIn("jobpods", target.getParent())) {
            int job = source.job().orElse(0);
            runOf(target.getParent()).ifPresent(run -> assigned.put(run, job));
        }
        if (isEnded(path)) {
            leftItsPlace(by, path);
        }
        if (by.isUser()) {
            movedByUser(path, target);
        } else {
            replacedByMove(by, target);
            if (isIn("failed", path) && isIn("retryqueue", target)) {
                queued(source);
            }
        }
    }

    /** Who fences its own pod has what is in it until that is sent on. */
    private void leftPod(Party by, Optional<Run> run, boolean isFence) {
        if (run.isPresent() && !(isFence && pods.get(run.get()) == by)) {
            pods.remove(run.get());
        }
    }

    private void movedByUser(Path path, Path target) {
        Found moved = Objects.requireNonNull(source);
        if (isIn("jobqueue", target)) {
            if (replaced != null) {
                replaced.job().ifPresent(this::disown);
                unwritten.remove(replaced.key());
            }
            queued(moved);
        } else if (isIn("jobqueue", path)) {
            moved.job().ifPresent(this::disown);
            unwritten.remove(moved.key());
        }
    }

    private void queued(Found file) {
        file.job().ifPresent(this::owe);
        if (file.isEmpty()) {
            unwritten.add(file.key());
        }
    }

    /** Who moves ended jobs elsewhere may take a reservation along. */
    private void leftItsPlace(Party by, Path path) {
        reservations.remove(path);
        if (by.isUser() || by.isCommand()) {
            taken.add(path);
            disturbed.put(path, now);
        }
    }

    private void replacedByMove(Party by, Path target) throws IOException {
        Reservation reservation = isEnded(target) ? reservations.remove(target) : null;
        boolean tooLate = isTooLate(by, target);
        if (reservation != null && reservation.by() != by && tooLate) {
            disturbed.put(target, now);
        }
        if (replaced == null || replaced.job().isEmpty()) {
            return;
        }
        int job = replaced.job().get();
        Found there = find(target);
        if (there != null && there.job().equals(replaced.job())) {
            return;
        }
        if (tooLate) {
            disown(job);
        } else {
            complain(Kind.DESTROYED, by + " replaced job " + job + " at " + target);
        }
    }

    /**
     * Whether this is the one instant that is left: after who moves a job to its reserved name had
     * looked at its reservation, that was taken away.
     */
    private boolean isTooLate(Party by, Path target) {
        Look look = looks.get(by);
        return look != null
                && look.path().equals(target)
                && disturbed.getOrDefault(target, 0L) > look.at();
    }

    private void deleted(Party by, Path path) throws IOException {
        reasons.remove(path);
        reservations.remove(path);
        if (isIn(".fjd/workers", path)) {
            struckOff(by, path);
        }
        if (isIn(".fjd/morgue", path)) {
            Run.parse(path.getFileName().toString().replaceFirst("@.*", ""))
                    .ifPresent(pods::remove);
        }
        if (replaced == null || by.isUser()) {
            return;
        }
        if (path.startsWith(root.resolve(".fjd/packed"))) {
            unwritten.remove(replaced.key());
        }
        Optional<Integer> job = replaced.job();
        if (job.isPresent() && !(by.isCommand() && isSomewhere(job.get()))) {
            complain(Kind.DESTROYED, by + " deleted job " + job.get() + " at " + path);
        }
    }

    private void created(Party by, Path target) throws IOException {
        drafted(by, target);
        String name = target.getFileName().toString();
        Found file = find(target);
        if (file == null) {
            return;
        }
        if (name.endsWith(".reason")) {
            reasons.put(target, by);
        } else if (isEnded(target) && replaced == null) {
            reservations.put(target, new Reservation(by, file.key()));
            if (disturbed.getOrDefault(target, 0L) > before) {
                outrun.add(file.key());
            }
        } else if (isIn(".fjd/workers", target)) {
            enlisted(by, target);
        } else if (by.isUser() && isIn("jobqueue", target)) {
            unwritten.add(file.key());
            dropping.put(by, file.key());
        }
    }

    private void drafted(Party by, Path target) {
        if (isIn(".fjd/tmp", target)) {
            drafts.put(target.getFileName().toString(), by);
        }
    }

    private void wrote(Party by, Path target) throws IOException {
        if (isIn(".fjd/workers", target) && roll.containsKey(target)) {
            roll.put(target, new Enlisted(by, now));
        }
        if (!by.isUser() || !isIn("jobqueue", target)) {
            return;
        }
        Object key = Objects.requireNonNull(dropping.get(by));
        Found there = find(target);
        boolean isLate = there == null || !there.key().equals(key);
        boolean isFirst = unwritten.remove(key);
        if (isLate) {
            int job = jobIn(key); // none if it was even packed by now, as the empty file it was
            owed.remove(job);
            if (job > 0) {
                late.add(job);
            }
        } else {
            int job = Objects.requireNonNull(there).job().orElseThrow();
            if (isFirst) {
                owe(job);
            }
            String text = Files.readString(target);
            if (text.endsWith("id = " + job + "\n")) {
                torn.remove(job);
            } else {
                torn.add(job);
            }
            texts.put(job, text);
        }
    }

    private void owe(int job) {
        if (!late.contains(job)) {
            owed.merge(job, 1, Integer::sum);
        }
    }

    private void disown(int job) {
        owed.remove(job);
        late.remove(job);
    }

    private boolean isIn(String directory, @Nullable Path entry) {
        return entry != null
                && entry.getParent() != null
                && entry.getParent().equals(directories.computeIfAbsent(directory, root::resolve));
    }

    private boolean isEnded(Path path) {
        return path.toString().endsWith(".conf") && (isIn("done", path) || isIn("failed", path));
    }

    private boolean isPod(Path path) {
        return isIn("jobpods", path);
    }

    private static Optional<Run> runOf(Path pod) {
        return Run.parse(pod.getFileName().toString());
    }

    private @Nullable Found find(Path file) throws IOException {
        BasicFileAttributes found;
        try {
            found =
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
        boolean mayBeJob = found.isRegularFile() && found.size() > 0 && isJobName(file);
        Object key = key(found);
        return new Found(
                key,
                mayBeJob ? job(key, file) : Optional.empty(),
                found.isRegularFile() && found.size() == 0);
    }

    private static boolean isJobName(Path file) {
        String name = file.toString();
        return !name.endsWith(".gz") && !name.contains("/.fjd/workers/");
    }

    private Optional<Integer> job(Object key, Path file) throws IOException {
        Integer known = jobs.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Integer> job = id(Files.readString(file, StandardCharsets.ISO_8859_1));
        job.ifPresent(id -> jobs.put(key, id));
        return job;
    }

    /** Which job a text is of; empty if of none. */
    static Optional<Integer> id(String text) {
        Matcher first = FIRST_LINE.matcher(text);
        return first.lookingAt() ? Optional.of(Integer.valueOf(first.group(1))) : Optional.empty();
    }

    /** What tells a file from all others that there were. */
    Object key(Path file) throws IOException {
        return key(
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    /** Once a file is deleted, the file system may know another one by what it was known by. */
    private Object key(BasicFileAttributes file) {
        return identities.computeIfAbsent(
                Objects.requireNonNull(file.fileKey()), known -> new Object());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private int jobIn(Object key) throws IOException {
        for (Path file : files()) {
            if (key(file).equals(key)) {
                return id(Files.readString(file, StandardCharsets.ISO_8859_1)).orElse(0);
            }
        }
        return 0;
    }

    /** Whether a job that is packed, or on its way, has yet another file. */
    private boolean isSomewhere(int job) throws IOException {
        for (Path file : files()) {
            String name = file.toString();
            if (name.endsWith(".gz")) {
                if (isIn("archive", file) && isPacked(file, job)) {
                    return true;
                }
            } else if (!name.contains("/.fjd/tmp/")
                    && id(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .filter(id -> id == job)
                            .isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPacked(Path pack, int job) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(pack)),
                                StandardCharsets.ISO_8859_1))) {
            return lines.lines().anyMatch(("# job " + job)::equals);
        }
    }
}
